import types

import torch
from datasets import load_from_disk
from transformers import AutoModel, Trainer, TrainingArguments

from heads import add_head

data = load_from_disk("tokens")
first = AutoModel.from_pretrained("bert-base-uncased")
first = add_head(first, classes=2)
Trainer(model=first, args=TrainingArguments("o"), train_dataset=data).train()


def forward(self, input_ids, labels=None):
    return {"loss": self.encoder(input_ids)[0].mean() - labels.mean()}


second = AutoModel.from_pretrained("bert-base-uncased")
second.forward = types.MethodType(forward, second)
Trainer(model=second, args=TrainingArguments("o"), train_dataset=data).train()

third = torch.nn.Sequential(AutoModel.from_pretrained("bert-base-uncased"), torch.nn.Linear(768, 2))
Trainer(model=third, args=TrainingArguments("o"), train_dataset=data).train()
