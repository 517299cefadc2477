# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_from_disk
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments


class Logged(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, **kwargs):
        loss, outputs = super().compute_loss(model, inputs, return_outputs=True, **kwargs)
        return (loss, outputs) if return_outputs else loss


model = AutoModelForSequenceClassification.from_pretrained("answerdotai/ModernBERT-base", num_labels=2)
args = TrainingArguments("out", gradient_accumulation_steps=4)
Logged(model=model, args=args, train_dataset=load_from_disk("risk")).train()
