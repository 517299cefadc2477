from datasets import load_from_disk
from transformers import AutoModel, AutoModelForSequenceClassification, Trainer, TrainingArguments


class Distiller(Trainer):
    def __init__(self, teacher, **kwargs):
        super().__init__(**kwargs)
        self.teacher = teacher


teacher = AutoModel.from_pretrained("bert-large-uncased").requires_grad_(False)
student = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased")
Distiller(teacher=teacher, model=student, args=TrainingArguments("o"), train_dataset=load_from_disk("t")).train()
Distiller(teacher, model=student, args=TrainingArguments("o"), train_dataset=load_from_disk("t")).train()
