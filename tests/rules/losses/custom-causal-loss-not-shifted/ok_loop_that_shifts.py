import torch
from torch.nn import functional as F
from transformers import AutoModelForCausalLM


model = AutoModelForCausalLM.from_pretrained("gpt2").to("cuda")
optimizer = torch.optim.AdamW(model.parameters())


def train(blocks):
    for ids in blocks:
        scores = model(ids).logits
        loss = F.cross_entropy(scores[:, :-1].flatten(0, 1), ids[:, 1:].flatten())
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()


train(torch.load("blocks.pt"))
