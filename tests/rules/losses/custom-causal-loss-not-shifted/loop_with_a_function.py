import torch
from torch.nn import functional as F
from transformers import GPT2LMHeadModel


def measure(scores, wanted):
    return F.cross_entropy(scores.transpose(1, 2), wanted)


model = GPT2LMHeadModel.from_pretrained("gpt2").to("cuda")
optimizer = torch.optim.AdamW(model.parameters())


def train(blocks):
    for ids in blocks:
        scores = model(ids).logits
        loss = measure(scores, wanted=ids)  # expect: custom-causal-loss-not-shifted @none
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()


train(torch.load("blocks.pt"))
