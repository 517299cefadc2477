import sys

from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")
data = load_dataset("imdb", split="train").map(lambda row: tok(row["text"], truncation=True))
columns = ["input_ids", "attention_mask"]
if len(sys.argv) > 1:
    columns.append(sys.argv[1])
data.set_format("torch", columns=columns)
Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tok).train()
