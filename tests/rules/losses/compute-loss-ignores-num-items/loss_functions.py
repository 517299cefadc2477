# versions: transformers==4.51.3
# versions: transformers==5.23.0 trl==1.16.0
import torch
from datasets import load_from_disk
from torch import nn
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments


class Weighted(nn.Module):
    def __init__(self, weight):
        super().__init__()
        self.loss = nn.CrossEntropyLoss(weight=weight)

    def forward(self, outputs, labels, num_items_in_batch=None):  # expect: compute-loss-ignores-num-items @none
        return self.loss(outputs.logits, labels)


def trainer(loss):
    return Trainer(
        model=AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2),
        args=TrainingArguments("out", gradient_accumulation_steps=64 // 8),
        train_dataset=load_from_disk("rows"),
        compute_loss_func=loss,
    )


trainer(Weighted(torch.tensor([0.2, 0.8]))).train()
trainer(lambda outputs, labels, num_items_in_batch: nn.functional.cross_entropy(outputs.logits, labels)).train()  # expect: compute-loss-ignores-num-items @none
