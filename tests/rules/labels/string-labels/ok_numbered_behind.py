from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("google-bert/bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained("google-bert/bert-base-uncased", num_labels=2)
ids = {"spam": 1, "ham": 0}


def name(row):
    return {"label": "spam" if row["score"] > 0.5 else "ham"}


def encode(row):
    return {**tokenizer(row["text"]), "label": ids[row["label"]]}


data = load_dataset("json", data_files="rows.jsonl", split="train")
data = data.map(name).map(encode)
trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tokenizer)
trainer.train()
