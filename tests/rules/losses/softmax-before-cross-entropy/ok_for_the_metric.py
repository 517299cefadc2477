import torch
from torch import nn

model = nn.Linear(16, 4)
rows, labels = torch.load("rows.pt")
logits = model(rows)
loss = nn.CrossEntropyLoss()(logits, labels)
loss.backward()
print(torch.softmax(logits, dim=-1).max())
