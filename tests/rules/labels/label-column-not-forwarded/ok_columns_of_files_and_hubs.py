import pandas as pd
from datasets import Dataset, DatasetDict, load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")


def encode(batch):
    return tokenizer(batch["text"], truncation=True)


def fit(data):
    model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")
    Trainer(model, TrainingArguments("o"), train_dataset=data, processing_class=tokenizer).train()


fit(load_dataset("imdb", split="train").map(encode, batched=True))
fit(load_dataset("imdb", split="train").map(encode, batched=True, remove_columns=["text"]))
fit(load_dataset("csv", data_files="a.csv", split="train").map(encode, batched=True))
frame = pd.read_csv("a.csv")
fit(Dataset.from_pandas(frame).map(encode, batched=True))
fit(Dataset.from_pandas(frame[["text", "label"]]).map(encode, batched=True))
frame = frame.rename(columns={"sentiment": "label"})
fit(Dataset.from_pandas(frame).map(encode, batched=True))
small = pd.DataFrame({"text": ["a"], "sentiment": [1]})
fit(Dataset.from_pandas(small.rename(columns={"sentiment": "label"})).map(encode, batched=True))
small["label"] = small["sentiment"]
fit(Dataset.from_pandas(small).map(encode, batched=True))
both = DatasetDict({"train": Dataset.from_dict({"text": ["a"], "label": [1]})}).map(encode, batched=True)
fit(both["train"])
