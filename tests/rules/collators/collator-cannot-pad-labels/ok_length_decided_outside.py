import argparse

from datasets import load_dataset
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, Trainer, TrainingArguments, default_data_collator

parser = argparse.ArgumentParser()
parser.add_argument("--pad_to_max_length", action="store_true")
args = parser.parse_args()
padding = "max_length" if args.pad_to_max_length else False
tokenizer = AutoTokenizer.from_pretrained("t5-small")
raw = load_dataset("csv", data_files="pairs.csv", split="train")


def preprocess(batch):
    inputs = tokenizer(batch["source"], max_length=256, padding=padding, truncation=True)
    targets = tokenizer(text_target=batch["target"], max_length=64, padding=padding, truncation=True)
    inputs["labels"] = targets["input_ids"]
    return inputs


trainer = Trainer(
    model=AutoModelForSeq2SeqLM.from_pretrained("t5-small"),
    args=TrainingArguments("o"),
    train_dataset=raw.map(preprocess, batched=True, remove_columns=raw.column_names),
    data_collator=default_data_collator,
)
trainer.train()
