import torch
from accelerate import Accelerator
from transformers import AutoModelForCausalLM

accelerator = Accelerator(gradient_accumulation_steps=4)
model = accelerator.prepare(AutoModelForCausalLM.from_pretrained("gpt2"))
optimizer = torch.optim.AdamW(model.parameters())
for batch in torch.load("batches.pt"):
    with accelerator.accumulate(model):
        optimizer.zero_grad()
        accelerator.backward(model(**batch).loss)
        optimizer.step()
