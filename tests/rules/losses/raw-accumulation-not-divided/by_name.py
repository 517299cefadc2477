import torch
from torch.optim import SGD
from transformers import AutoModelForCausalLM

EVERY = 16


def train(batches):
    model = AutoModelForCausalLM.from_pretrained("gpt2")
    optimizer = SGD(model.parameters(), lr=1e-3)
    for index, batch in enumerate(batches):
        outputs = model(**batch)
        outputs.loss.backward()  # expect: raw-accumulation-not-divided
        if index % EVERY == EVERY - 1 or index == len(batches) - 1:
            optimizer.step()
            optimizer.zero_grad()


train(torch.load("batches.pt"))
