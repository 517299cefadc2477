from datasets import Dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")
raw = Dataset.from_dict({"text": ["good", "bad"], "target": [1, 0]})
rows = raw.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
trainer = Trainer(
    model=model,
    args=TrainingArguments("o"),
    train_dataset=rows,  # expect: label-column-not-forwarded
    processing_class=tokenizer,
)
trainer.train()
