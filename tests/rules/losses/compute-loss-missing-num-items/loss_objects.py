# versions: transformers==5.23.0
import torch
from torch import nn
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments

model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")
args = TrainingArguments("o")


class Focal:
    def __init__(self, gamma):
        self.gamma = gamma

    def __call__(self, outputs, labels):  # expect: compute-loss-missing-num-items @safe
        return nn.functional.cross_entropy(outputs.logits, labels) * self.gamma


class Weighted(nn.Module):
    def __init__(self):
        super().__init__()
        self.loss = nn.CrossEntropyLoss(weight=torch.tensor([0.2, 0.8]))

    def forward(self, outputs, labels):  # expect: compute-loss-missing-num-items @safe
        return self.loss(outputs.logits, labels)


Trainer(model=model, args=args, compute_loss_func=Focal(2.0)).train()
Trainer(model=model, args=args, compute_loss_func=Weighted()).train()
