# versions: transformers==5.23.0 trl==1.16.0
import torch
from datasets import load_from_disk
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments


class Weighted(Trainer):
    model_accepts_loss_kwargs = False

    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        labels = inputs.pop("labels")
        outputs = model(**inputs)
        loss = torch.nn.functional.cross_entropy(outputs.logits, labels)
        return (loss, outputs) if return_outputs else loss


model = AutoModelForSequenceClassification.from_pretrained("answerdotai/ModernBERT-base", num_labels=2)
args = TrainingArguments("out", gradient_accumulation_steps=4)
Weighted(model=model, args=args, train_dataset=load_from_disk("risk")).train()
