from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")


def tokenize(rows):
    return tokenizer(rows["text"], truncation=True, max_length=512)


dataset = load_dataset("json", data_files="data.jsonl", split="train")
dataset = dataset.map(tokenize, batched=True, remove_columns=dataset.column_names)

trainer = Trainer(
    model=model,
    args=TrainingArguments(output_dir="out"),
    train_dataset=dataset,
    data_collator=DataCollatorForSeq2Seq(tokenizer=tokenizer),
)
trainer.train()
