from datasets import load_from_disk
from torch import nn
from transformers import Trainer, TrainingArguments


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(768, 4)

    def forward(self, x=None, labels=None):
        return {"logits": self.head(x)}


def entropy(outputs, labels, num_items_in_batch=None):
    return nn.functional.cross_entropy(outputs["logits"], labels, reduction="sum") / num_items_in_batch


data = load_from_disk("rows")
Trainer(Classifier(), TrainingArguments("out"), train_dataset=data, compute_loss_func=entropy).train()
