import torch
from accelerate import Accelerator
from transformers import AutoModelForCausalLM

accelerator = Accelerator()
model = AutoModelForCausalLM.from_pretrained("gpt2")
optimizer = torch.optim.AdamW(model.parameters())
model, optimizer = accelerator.prepare(model, optimizer)
for batch in torch.load("batches.pt"):
    with accelerator.accumulate(model):
        optimizer.zero_grad()
        accelerator.backward(model(**batch).loss)
        optimizer.step()
