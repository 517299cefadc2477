# Functions that rebind a name are handed to something that may call them.
import scheduler
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("gpt2")
model = AutoModelForCausalLM.from_pretrained("gpt2")
raw = load_dataset("json", data_files="a.jsonl", split="train")
first = second = raw.map(lambda row: tokenizer(row["text"]), remove_columns=raw.column_names)


def label_first():
    global first
    first = first.map(lambda row: {"labels": row["input_ids"]})


scheduler.run(label_first)
Trainer(model=model, args=TrainingArguments("o"), train_dataset=first, processing_class=tokenizer).train()


def main():
    rows = second

    def label():
        nonlocal rows
        rows = rows.map(lambda row: {"labels": row["input_ids"]})

    scheduler.run([label][0])
    Trainer(model=model, args=TrainingArguments("o"), train_dataset=rows, processing_class=tokenizer).train()


main()
