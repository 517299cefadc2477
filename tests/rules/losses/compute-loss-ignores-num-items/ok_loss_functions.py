# versions: transformers==4.51.3
# versions: transformers==5.23.0 trl==1.16.0
import lib
from datasets import load_from_disk
from torch import nn
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments


class Summed:
    def __call__(self, outputs, labels, num_items_in_batch=None):
        return nn.functional.cross_entropy(outputs.logits, labels, reduction="sum") / num_items_in_batch


def mean(outputs, labels, num_items_in_batch=None):
    return nn.functional.cross_entropy(outputs.logits, labels)


def trainer(loss, steps):
    return Trainer(
        model=AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2),
        args=TrainingArguments("out", gradient_accumulation_steps=steps),
        train_dataset=load_from_disk("rows"),
        compute_loss_func=loss,
    )


trainer(Summed(), 8).train()
trainer(mean, 1).train()
trainer(mean, lib.steps).train()
trainer(lambda outputs, labels, **kwargs: lib.loss(outputs, labels, **kwargs), 8).train()
