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
        return logits, loss


class Second(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        outputs = model(**inputs)
        return (outputs[1], outputs) if return_outputs else outputs[1]


Second(Classifier(), TrainingArguments("out"), train_dataset=load_from_disk("rows")).train()
