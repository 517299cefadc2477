from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


def encode(row):
    prompt = tok(row["prompt"])["input_ids"]
    answer = tok(row["answer"])["input_ids"][1:]
    return {"input_ids": prompt + answer, "labels": [-100] * len(prompt) + answer}


rows = load_dataset("json", data_files="a.jsonl", split="train").map(encode, remove_columns=["prompt", "answer"])
Trainer(model, TrainingArguments("o"), DataCollatorForSeq2Seq(tok), rows).train()
