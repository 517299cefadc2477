from datasets import ClassLabel, load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("google-bert/bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained("google-bert/bert-base-uncased", num_labels=2)


def encode(row):
    return {**tokenizer(row["text"]), "label": "spam" if row["score"] > 0.5 else "ham"}


data = load_dataset("json", data_files="rows.jsonl", split="train")
data = data.map(encode, remove_columns=data.column_names)
data = data.cast_column("label", ClassLabel(names=["ham", "spam"]))
trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tokenizer)
trainer.train()
