from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

names = ["toxic", "insult"]
tok = AutoTokenizer.from_pretrained("bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained(
    "bert-base-uncased", num_labels=2, problem_type="multi_label_classification"
)
raw = load_dataset("csv", data_files="a.csv", split="train")


def one(row):
    return {**tok(row["text"]), "labels": [float(row[name]) for name in names]}


def other(row):
    return {**tok(row["text"]), "labels": [1.0 if row[name] else 0.0 for name in names]}


def mixed(row):
    return {**tok(row["text"]), "labels": [1.0 if row["toxic"] else 0, 0]}


for encode in (one, other, mixed):
    rows = raw.map(encode, remove_columns=raw.column_names)
    Trainer(model=model, args=TrainingArguments("o"), train_dataset=rows, processing_class=tok).train()
