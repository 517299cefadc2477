from unsloth import FastLanguageModel
from datasets import load_dataset
from transformers import DataCollatorForSeq2Seq, Trainer, TrainingArguments

model, tokenizer = FastLanguageModel.from_pretrained("unsloth/Qwen2.5-0.5B", max_seq_length=1024)
model = FastLanguageModel.get_peft_model(model, r=8, target_modules=["q_proj", "v_proj"])


def tokenize(batch):
    return tokenizer(batch["text"], truncation=True, max_length=1024)


raw = load_dataset("text", data_files="book.txt")["train"]
train = raw.map(tokenize, batched=True, remove_columns=["text"])
trainer = Trainer(
    model=model,
    train_dataset=train,
    data_collator=DataCollatorForSeq2Seq(tokenizer, padding="longest"),  # expect: seq2seq-collator-no-labels
    args=TrainingArguments(output_dir="book", num_train_epochs=1),
)
trainer.train()
