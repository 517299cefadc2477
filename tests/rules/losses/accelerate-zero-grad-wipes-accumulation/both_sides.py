import torch
from accelerate import Accelerator
from transformers import AutoModelForCausalLM

accelerator = Accelerator(**{}, gradient_accumulation_steps=16)
model = AutoModelForCausalLM.from_pretrained("gpt2")
opt = torch.optim.AdamW(model.parameters())
model, opt = accelerator.prepare(model, opt)
for batch in torch.load("batches.pt"):
    with accelerator.accumulate(model):
        opt.zero_grad(set_to_none=True)  # expect: accelerate-zero-grad-wipes-accumulation
        accelerator.backward(model(**batch).loss)
        opt.step()
        opt.zero_grad()
