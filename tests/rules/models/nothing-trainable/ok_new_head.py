from datasets import load_from_disk
from torch import nn
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments

model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)
model.requires_grad_(False)
model.classifier = nn.Linear(768, 2)
trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=load_from_disk("rows"))
trainer.train()
