import torch
import torch.nn as nn
import torch.nn.functional as F
from transformers import AutoModel


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = AutoModel.from_pretrained("bert-base-cased")
        self.head = nn.Linear(768, 2)

    def forward(self, batch, labels):
        logits = self.head(self.body(**batch).last_hidden_state[:, 0])
        return F.cross_entropy(F.softmax(logits, dim=1), labels)  # expect: softmax-before-cross-entropy


model = Model()
for batch, labels in torch.load("batches.pt"):
    model(batch, labels).backward()
