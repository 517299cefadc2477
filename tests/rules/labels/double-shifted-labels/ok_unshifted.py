from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


def encode(row):
    ids = tok(row["text"])["input_ids"]
    return {"input_ids": ids[:-1], "labels": ids[:-1]}


rows = load_dataset("text", data_files="a.txt", split="train").map(encode, remove_columns=["text"])
Trainer(model, TrainingArguments("o"), DataCollatorForSeq2Seq(tok), rows).train()
