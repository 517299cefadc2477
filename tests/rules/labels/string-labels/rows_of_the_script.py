from datasets import Dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("google-bert/bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained("google-bert/bert-base-uncased", num_labels=2)
rows = [{"text": "I like it", "label": "good"}, {"text": "I do not", "label": "bad"}]  # expect: string-labels @none
data = Dataset.from_list(rows).map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tokenizer)
trainer.train()
