import torch
from accelerate import Accelerator
from transformers import AutoModelForCausalLM

STEPS = 4
accelerator = Accelerator(gradient_accumulation_steps=STEPS)
model = AutoModelForCausalLM.from_pretrained("gpt2")
optimizer = torch.optim.AdamW(model.parameters())
model, optimizer = accelerator.prepare(model, optimizer)
for index, batch in enumerate(torch.load("batches.pt")):
    loss = model(**batch).loss
    loss /= STEPS  # expect: accelerate-double-loss-scaling
    accelerator.backward(loss)
    if index % STEPS == STEPS - 1:
        optimizer.step()
        optimizer.zero_grad()
