import torch
import torch as torch_lib

model = torch_lib.nn.Linear(16, 4)
criterion = torch_lib.nn.CrossEntropyLoss()
rows, labels = torch.load("rows.pt")
probabilities = torch.softmax(model(rows), dim=-1)
loss = criterion(probabilities, labels)  # expect: softmax-before-cross-entropy
loss.backward()
