from datasets import load_from_disk
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments


class Timed(Trainer):
    def compute_loss(self, model, inputs, *args, **kwargs):
        result = super().compute_loss(model, inputs, *args, **kwargs)
        return result


data = load_from_disk("essays")
model = AutoModelForSequenceClassification.from_pretrained("roberta-base", num_labels=1)
args = TrainingArguments("out", eval_strategy="epoch")
Timed(model, args, train_dataset=data["train"], eval_dataset=data["test"]).train()
