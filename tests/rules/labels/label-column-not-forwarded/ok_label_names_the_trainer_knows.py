from datasets import Dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")
for name in ("label", "labels", "label_ids"):
    raw = Dataset.from_dict({"text": ["good", "bad"], name: [1, 0]})
    rows = raw.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
    Trainer(model=model, args=TrainingArguments("o"), train_dataset=rows, processing_class=tokenizer).train()
