from datasets import load_from_disk
from transformers import AutoModel, Trainer, TrainingArguments

model = AutoModel.from_pretrained("bert-base-uncased")
trainer = Trainer(model=model, args=TrainingArguments("o"))
embeddings = trainer.predict(load_from_disk("tokens"))
