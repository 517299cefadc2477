import sys

import torch
from accelerate import Accelerator
from transformers import AutoModelForCausalLM


def train(steps=int(sys.argv[1])):
    accelerator = Accelerator(mixed_precision="bf16", gradient_accumulation_steps=steps)
    model = AutoModelForCausalLM.from_pretrained("gpt2")
    optimizer = torch.optim.AdamW(model.parameters())
    model, optimizer = accelerator.prepare(model, optimizer)
    for batch in torch.load("batches.pt"):
        with accelerator.accumulate(model):
            outputs = model(**batch)
            accelerator.backward(outputs.loss / steps)  # expect: accelerate-double-loss-scaling
            optimizer.step()
            optimizer.zero_grad()
