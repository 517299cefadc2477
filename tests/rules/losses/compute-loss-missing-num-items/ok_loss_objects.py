# versions: transformers==5.23.0
from functools import partial

import lib
from torch import nn
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments

model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")
args = TrainingArguments("o")


class Focal:
    def __call__(self, outputs, labels, num_items_in_batch=None):
        return self.rows(outputs, labels).sum() / num_items_in_batch

    def rows(self, outputs, labels):
        return nn.functional.cross_entropy(outputs.logits, labels, reduction="none")


class Weighted(nn.Module):
    def forward(self, outputs, labels, **kwargs):
        return nn.functional.cross_entropy(outputs.logits, labels)


class CalledInItsOwnWay(nn.Module):
    def forward(self, logits, labels):
        return nn.functional.cross_entropy(logits, labels)

    def __call__(self, outputs, labels, num_items_in_batch=None):
        return self.forward(outputs.logits, labels)


class Adapted(lib.Loss):
    def __call__(self, outputs, labels):
        return nn.functional.cross_entropy(outputs.logits, labels)


class Unused(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        return self.compute_loss_func(model(**inputs), inputs["labels"])


def plain(outputs, labels):
    return nn.functional.cross_entropy(outputs.logits, labels)


def scaled(scale, outputs, labels, num_items_in_batch):
    return scale * plain(outputs, labels) / num_items_in_batch


Trainer(model=model, args=args, compute_loss_func=Focal()).train()
Trainer(model=model, args=args, compute_loss_func=Weighted()).train()
Trainer(model=model, args=args, compute_loss_func=CalledInItsOwnWay()).train()
Trainer(model=model, args=args, compute_loss_func=lib.adapt(Adapted())).train()
Trainer(model=model, args=args, compute_loss_func=lib.adapt(plain)).train()
Trainer(model=model, args=args, compute_loss_func=partial(scaled, 0.5)).train()
Trainer(model=model, args=args, compute_loss_func=lambda outputs, labels, **_: plain(outputs, labels)).train()
Unused(model=model, args=args, compute_loss_func=plain).train()
