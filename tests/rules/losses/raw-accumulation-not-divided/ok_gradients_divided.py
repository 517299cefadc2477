import torch
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("HuggingFaceTB/SmolLM2-135M").cuda()
loader = DataLoader(torch.load("rows.pt"), batch_size=2)
optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)
EVERY = 8
for index, batch in enumerate(loader, 1):
    loss = model(**batch).loss
    loss.backward()
    if index % EVERY == 0:
        for parameter in model.parameters():
            parameter.grad /= EVERY
        optimizer.step()
        optimizer.zero_grad()
