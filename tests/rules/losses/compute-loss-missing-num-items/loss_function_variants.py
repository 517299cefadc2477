# versions: transformers==5.23.0
import torch
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments

model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")


def focal(outputs, labels, gamma=2.0):  # expect: compute-loss-missing-num-items @safe
    return torch.nn.functional.cross_entropy(outputs.logits, labels) * gamma


def good(outputs, labels, num_items_in_batch=None):
    return focal(outputs, labels)


Trainer(model=model, args=TrainingArguments("o"), compute_loss_func=focal).train()
Trainer(model=model, args=TrainingArguments("o"), compute_loss_func=good).train()
