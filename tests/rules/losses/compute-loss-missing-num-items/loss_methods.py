# versions: transformers==5.23.0
from functools import partial

from torch import nn
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments

model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")
args = TrainingArguments("o")


class Losses:
    def smooth(self, outputs, labels):  # expect: compute-loss-missing-num-items @safe
        return nn.functional.cross_entropy(outputs.logits, labels, label_smoothing=0.1)


def scaled(scale, outputs, labels):  # expect: compute-loss-missing-num-items @safe
    return scale * nn.functional.cross_entropy(outputs.logits, labels)


Trainer(model=model, args=args, compute_loss_func=Losses().smooth).train()
Trainer(model=model, args=args, compute_loss_func=partial(scaled, 0.5)).train()
Trainer(
    model=model,
    args=args,
    compute_loss_func=lambda outputs, labels: outputs.logits.mean(),  # expect: compute-loss-missing-num-items @safe
).train()
