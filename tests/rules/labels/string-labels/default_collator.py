from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("google-bert/bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained("google-bert/bert-base-uncased", num_labels=2)


class Rows:
    names = ("no", "yes")

    def encode(self, row):
        label = "yes" if row["stars"] > 3 else "no"  # expect: string-labels @none
        return {**tokenizer(row["text"], padding="max_length", truncation=True), "label": label}


data = load_dataset("json", data_files="rows.jsonl", split="train")
data = data.map(Rows().encode, remove_columns=data.column_names)
trainer = Trainer(model, TrainingArguments("out"), train_dataset=data)
trainer.train()
