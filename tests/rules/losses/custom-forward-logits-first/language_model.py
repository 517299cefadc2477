import torch.nn.functional as F
from datasets import load_from_disk
from torch import nn
from transformers import Trainer, TrainingArguments


class TinyLm(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.embed = nn.Embedding(size, 64)
        self.out = nn.Linear(64, size)

    def forward(self, input_ids, labels=None):
        scores = self.out(self.embed(input_ids))
        lm = F.cross_entropy(scores[:, :-1].flatten(0, 1), labels[:, 1:].flatten())
        return (scores, lm)  # expect: custom-forward-logits-first


def run():
    return Trainer(TinyLm(512), TrainingArguments("out"), train_dataset=load_from_disk("blocks")).train()


run()
