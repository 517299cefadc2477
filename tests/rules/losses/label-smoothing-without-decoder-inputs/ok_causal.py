from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


def encode(row):
    ids = tokenizer(row["text"])["input_ids"]
    return {"input_ids": ids, "attention_mask": [1] * len(ids), "labels": list(ids)}


data = load_dataset("text", data_files="poems.txt", split="train").map(encode, remove_columns=["text"])
args = TrainingArguments("out", label_smoothing_factor=0.1)
Trainer(model, args, DataCollatorForSeq2Seq(tokenizer), data).train()
