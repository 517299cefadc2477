import torch
from transformers import AutoModelForSequenceClassification

model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased", return_dict=False)
optimizer = torch.optim.AdamW(model.parameters())
for batch in torch.load("batches.pt"):
    loss, logits = model(**batch)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
