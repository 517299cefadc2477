import torch
from torch import nn


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(768, 4)

    def forward(self, x, labels):
        logits = self.head(x)
        loss = nn.functional.cross_entropy(logits, labels)
        return logits, loss


model = Classifier()
logits, loss = model(torch.randn(2, 768), torch.tensor([0, 1]))
loss.backward()
