import torch
from transformers import AutoModelForSequenceClassification

model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")
optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
model.train()
for index, batch in enumerate(torch.load("batches.pt")):
    loss = model(**batch).loss
    (loss / 8).backward()
    if (index + 1) % 8 == 0:
        optimizer.step()
        optimizer.zero_grad()
