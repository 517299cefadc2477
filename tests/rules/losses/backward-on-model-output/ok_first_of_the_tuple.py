import torch
from transformers import AutoModelForSequenceClassification

model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")
optimizer = torch.optim.AdamW(model.parameters())
for batch in torch.load("batches.pt"):
    loss = model(**batch)[0]
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
