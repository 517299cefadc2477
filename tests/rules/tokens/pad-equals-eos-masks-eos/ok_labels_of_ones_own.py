from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("gpt2")
tokenizer.pad_token = tokenizer.eos_token


def encode(row):
    out = tokenizer(row["text"] + tokenizer.eos_token)
    out["labels"] = out["input_ids"].copy()
    return out


trainer = Trainer(
    model=AutoModelForCausalLM.from_pretrained("gpt2"),
    args=TrainingArguments("o"),
    train_dataset=load_dataset("json", data_files="a.jsonl", split="train").map(encode),
    data_collator=DataCollatorForSeq2Seq(tokenizer),
)
trainer.train()
