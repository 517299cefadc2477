import torch
from torch import nn


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(768, 4)

    def forward(self, x):
        return {"logits": self.head(x)}


model = Classifier()
nn.functional.cross_entropy(model(torch.randn(2, 768))["logits"], torch.tensor([0, 1])).backward()
