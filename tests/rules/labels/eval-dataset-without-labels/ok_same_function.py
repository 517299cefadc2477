from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


def encode(row):
    ids = tok(row["text"])["input_ids"]
    return {"input_ids": ids, "labels": list(ids)}


raw = load_dataset("json", data_files={"train": "a.jsonl", "test": "b.jsonl"})
rows = raw.map(encode, remove_columns=raw["train"].column_names)
args = TrainingArguments("o", eval_strategy="steps")
Trainer(model, args, DataCollatorForSeq2Seq(tok), rows["train"], rows["test"]).train()
