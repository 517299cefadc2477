import os

from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


def encode(row):
    out = tokenizer(row["text"])
    if os.environ.get("SUPERVISED"):
        out["labels"] = list(out["input_ids"])
    return out


data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(encode, remove_columns=data.column_names)
trainer = Trainer(
    model=model, args=TrainingArguments("o"), train_dataset=data, data_collator=DataCollatorForSeq2Seq(tokenizer)
)
trainer.train()
