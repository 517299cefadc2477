import torch
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments


class DataCollatorForSeq2Seq:
    def __init__(self, tokenizer):
        self.tokenizer = tokenizer

    def __call__(self, rows):
        batch = self.tokenizer.pad(rows, return_tensors="pt")
        batch["labels"] = torch.where(batch["attention_mask"].bool(), batch["input_ids"], -100)
        return batch


tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("text", data_files="book.txt", split="train")
data = data.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
Trainer(
    model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    args=TrainingArguments("out"),
    train_dataset=data,
    data_collator=DataCollatorForSeq2Seq(tokenizer),
).train()
