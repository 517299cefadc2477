import torch
from accelerate import Accelerator
from transformers import AutoModelForCausalLM

accelerator = Accelerator()
model = AutoModelForCausalLM.from_pretrained("gpt2")
optimizer = torch.optim.AdamW(model.parameters())
model, optimizer = accelerator.prepare(model, optimizer)
for index, batch in enumerate(torch.load("batches.pt")):
    loss = model(**batch).loss / 4
    accelerator.backward(loss)
    if index % 4 == 3:
        optimizer.step()
        optimizer.zero_grad()
