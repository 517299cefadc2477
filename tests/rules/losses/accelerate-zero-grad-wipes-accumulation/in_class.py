import torch
from accelerate import Accelerator
from transformers import AutoModelForCausalLM


class Loop:
    def __init__(self, steps):
        self.accelerator = Accelerator(gradient_accumulation_steps=steps, mixed_precision="bf16")
        model = AutoModelForCausalLM.from_pretrained("gpt2")
        optimizer = torch.optim.AdamW(model.parameters())
        self.model, self.optimizer = self.accelerator.prepare(model, optimizer)

    def run(self, loader):
        for batch in loader:
            with self.accelerator.accumulate(self.model):
                self.optimizer.zero_grad()  # expect: accelerate-zero-grad-wipes-accumulation
                self.accelerator.backward(self.model(**batch).loss)
                self.optimizer.step()
