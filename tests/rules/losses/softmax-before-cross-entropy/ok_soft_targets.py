import torch
from torch import nn

model, teacher = nn.Linear(16, 4), nn.Linear(16, 4)
rows = torch.load("rows.pt")
targets = torch.softmax(teacher(rows), dim=-1)
loss = nn.functional.cross_entropy(model(rows), targets)
loss.backward()
