from datasets import Dataset
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
rows = Dataset.from_dict({"text": ["good", "bad"], "label": [1, 0]})
TOPICS = ["a", "b", "c"]


def one(row):
    return {**tokenizer(row["text"], truncation=True), "labels": int(row["label"])}


def many(row):
    out = tokenizer(row["text"], truncation=True)
    out["labels"] = [float(topic in row["text"]) for topic in TOPICS]
    return out


def batch(rows):
    out = tokenizer(rows["text"], truncation=True)
    out["labels"] = [int(label) for label in rows["label"]]
    return out


def fit(data, count, **more):
    model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=count, **more)
    Trainer(model, TrainingArguments("o"), DataCollatorWithPadding(tokenizer), data).train()


fit(rows.map(one, remove_columns=["text", "label"]), 2)
fit(rows.map(batch, batched=True, remove_columns=["text", "label"]), 2)
fit(rows.map(many, remove_columns=["text", "label"]), len(TOPICS), problem_type="multi_label_classification")
