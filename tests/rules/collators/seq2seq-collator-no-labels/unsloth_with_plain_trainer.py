# versions: unsloth==2025.9.1 transformers==4.55.4
# Unsloth swaps the collator of SFTTrainer only.
from unsloth import FastLanguageModel

from datasets import load_dataset
from transformers import DataCollatorForSeq2Seq, Trainer, TrainingArguments

model, tokenizer = FastLanguageModel.from_pretrained(
    model_name="unsloth/Llama-3.2-1B-Instruct", max_seq_length=2048, load_in_4bit=True
)
model = FastLanguageModel.get_peft_model(model, r=16, target_modules=["q_proj", "v_proj"])
dataset = load_dataset("mlabonne/FineTome-100k", split="train")


def formatting(examples):
    texts = [tokenizer.apply_chat_template(c, tokenize=False) for c in examples["conversations"]]
    return tokenizer(texts, truncation=True, max_length=2048)


dataset = dataset.map(formatting, batched=True, remove_columns=dataset.column_names)
trainer = Trainer(
    model=model,
    args=TrainingArguments(per_device_train_batch_size=2, max_steps=60, output_dir="outputs"),
    train_dataset=dataset,
    processing_class=tokenizer,
    data_collator=DataCollatorForSeq2Seq(tokenizer=tokenizer),  # expect: seq2seq-collator-no-labels
)
trainer_stats = trainer.train()
