import torch
from accelerate import Accelerator
from transformers import AutoModelForCausalLM


class Loop:
    def __init__(self):
        self.accelerator = Accelerator(gradient_accumulation_steps=4)
        self.model = AutoModelForCausalLM.from_pretrained("gpt2")
        self.optimizer = torch.optim.AdamW(self.model.parameters())

    def run(self, loader):
        model, optimizer = self.accelerator.prepare(self.model, self.optimizer)
        for batch in loader:
            with self.accelerator.accumulate(model):
                model(**batch).loss.backward()  # expect: accelerate-plain-backward
                self.optimizer.step()
                self.optimizer.zero_grad()
