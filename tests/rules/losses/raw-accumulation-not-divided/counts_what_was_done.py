import torch
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("HuggingFaceTB/SmolLM2-135M").cuda()
loader = DataLoader(torch.load("rows.pt"), batch_size=2)
optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)
EVERY = 8
seen = 0
for index, batch in enumerate(loader, 1):
    loss = model(**batch).loss
    loss.backward()  # expect: raw-accumulation-not-divided @unsafe
    seen += batch["input_ids"].numel() * 2
    if index % EVERY == 0:
        optimizer.step()
        optimizer.zero_grad()
        print(f"step {index // EVERY}, {seen / 1e6:.1f} M tokens")
