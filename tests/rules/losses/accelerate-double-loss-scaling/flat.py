import torch
from accelerate import Accelerator
from transformers import AutoModelForSequenceClassification

accelerator = Accelerator(gradient_accumulation_steps=8)
model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")
optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)
loader = torch.utils.data.DataLoader(torch.load("rows.pt"), batch_size=8)
model, optimizer, loader = accelerator.prepare(model, optimizer, loader)
for batch in loader:
    with accelerator.accumulate(model):
        loss = model(**batch).loss
        loss = loss / 8  # expect: accelerate-double-loss-scaling
        accelerator.backward(loss)
        optimizer.step()
        optimizer.zero_grad()
