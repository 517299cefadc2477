import lib
from datasets import load_from_disk
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments

model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)
lib.freeze(model, layers=10)
trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=load_from_disk("rows"))
trainer.train()
