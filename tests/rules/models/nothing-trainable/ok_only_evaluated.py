from datasets import load_from_disk
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments

model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)
model.requires_grad_(False)
trainer = Trainer(model=model, args=TrainingArguments("out"), eval_dataset=load_from_disk("rows"))
trainer.evaluate()
