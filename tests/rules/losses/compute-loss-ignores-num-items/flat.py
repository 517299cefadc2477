# versions: transformers==5.23.0 trl==1.16.0
import torch
from datasets import load_from_disk
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments


class WeightedTrainer(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):  # expect: compute-loss-ignores-num-items
        labels = inputs.pop("labels")
        outputs = model(**inputs)
        loss = torch.nn.functional.cross_entropy(outputs.logits, labels, weight=torch.tensor([0.3, 1.0]))
        return (loss, outputs) if return_outputs else loss


trainer = WeightedTrainer(
    model=AutoModelForSequenceClassification.from_pretrained("answerdotai/ModernBERT-base", num_labels=2),
    args=TrainingArguments("out", gradient_accumulation_steps=16),
    train_dataset=load_from_disk("risk_tokenised"),
)
trainer.train()
