from datasets import load_from_disk
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments

model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)
for parameter in model.base_model.parameters():
    parameter.requires_grad = False
model.bert.embeddings.requires_grad_(False)
trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=load_from_disk("rows"))
trainer.train()
