from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

names = ["toxic", "insult"]
tok = AutoTokenizer.from_pretrained("bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained(
    "bert-base-uncased", num_labels=2, problem_type="multi_label_classification"
)


def encode(row):
    return {**tok(row["text"]), "labels": [int(row[name]) for name in names]}


def cast(row):
    row["labels"] = [float(one) for one in row["labels"]]
    return row


raw = load_dataset("csv", data_files="a.csv", split="train")
rows = raw.map(encode, remove_columns=raw.column_names).map(cast)
Trainer(model=model, args=TrainingArguments("o"), train_dataset=rows, processing_class=tok).train()
