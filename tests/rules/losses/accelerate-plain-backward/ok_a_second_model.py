import torch
from accelerate import Accelerator
from transformers import AutoModelForCausalLM

accelerator = Accelerator(mixed_precision="fp16")
model = AutoModelForCausalLM.from_pretrained("gpt2")
probe = torch.nn.Linear(768, 2)
optimizer = torch.optim.AdamW(model.parameters())
probing = torch.optim.SGD(probe.parameters(), lr=0.1)
model, optimizer = accelerator.prepare(model, optimizer)
for batch, rows, labels in torch.load("batches.pt"):
    torch.nn.functional.cross_entropy(probe(rows), labels).backward()
    probing.step()
    probing.zero_grad()
