import torch
from accelerate import Accelerator
from transformers import AutoModelForCausalLM

accelerator = Accelerator(gradient_accumulation_steps=4)
model = AutoModelForCausalLM.from_pretrained("gpt2")
optimizer = torch.optim.AdamW(model.parameters())
model, optimizer = accelerator.prepare(model, optimizer)
for batch in torch.load("batches.pt"):
    with accelerator.accumulate(model):
        loss = model(**batch).loss / 2
        accelerator.backward(loss)
        optimizer.step()
        optimizer.zero_grad()
