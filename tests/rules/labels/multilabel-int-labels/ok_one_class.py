from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)


def encode(row):
    return {**tok(row["text"]), "labels": int(row["toxic"])}


raw = load_dataset("csv", data_files="a.csv", split="train")
rows = raw.map(encode, remove_columns=raw.column_names)
Trainer(model=model, args=TrainingArguments("o"), train_dataset=rows, processing_class=tok).train()
