from datasets import load_from_disk
from torch import nn
from transformers import Trainer, TrainingArguments


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(768, 4)

    def forward(self, x, labels=None):
        logits = self.head(x)
        loss = nn.functional.cross_entropy(logits, labels)
        return dict(logits=logits, loss=loss)


Trainer(Classifier(), TrainingArguments("out"), train_dataset=load_from_disk("rows")).train()
