import torch
from datasets import load_from_disk
from transformers import Trainer, TrainingArguments


class Tiny(torch.nn.Module):
    def forward(self, input_ids, labels):
        return {"loss": loss_of(input_ids, labels)}


def collate(rows):
    chunk = torch.tensor([row["input_ids"] for row in rows])
    return {"input_ids": chunk[:, :-1], "labels": chunk[:, 1:]}


Trainer(Tiny(), TrainingArguments("o"), collate, load_from_disk("blocks")).train()
