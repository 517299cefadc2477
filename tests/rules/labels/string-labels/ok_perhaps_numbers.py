from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("google-bert/bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained("google-bert/bert-base-uncased", num_labels=2)


def encode(row):
    label = "spam" if row["score"] > 0.5 else row["label"]
    return {**tokenizer(row["text"]), "label": label}


data = load_dataset("json", data_files="rows.jsonl", split="train")
data = data.map(encode, remove_columns=data.column_names)
trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tokenizer)
trainer.train()
