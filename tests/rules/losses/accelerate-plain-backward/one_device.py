import torch
from accelerate import Accelerator
from transformers import AutoModelForCausalLM

accelerator = Accelerator()
model = AutoModelForCausalLM.from_pretrained("gpt2")
optimizer = torch.optim.AdamW(model.parameters())
model, optimizer = accelerator.prepare(model, optimizer)
for batch in torch.load("batches.pt"):
    loss = model(**batch).loss
    loss.backward()  # expect: accelerate-plain-backward [info]
    optimizer.step()
    optimizer.zero_grad()
