import torch
from transformers import T5ForConditionalGeneration


class Loop:
    def __init__(self):
        self.net = T5ForConditionalGeneration.from_pretrained("t5-small")
        self.optimizer = torch.optim.AdamW(self.net.parameters())

    def step(self, ids, labels):
        result = self.net(input_ids=ids, labels=labels)
        result.backward()  # expect: backward-on-model-output
        self.optimizer.step()
        self.optimizer.zero_grad()
