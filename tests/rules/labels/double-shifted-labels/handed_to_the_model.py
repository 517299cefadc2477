import torch
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("gpt2")
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for block in torch.load("blocks.pt").split(8):
    before = block[:, :-1]
    after = block[:, 1:]  # expect: double-shifted-labels @unsafe
    loss = model(before, labels=after).loss
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
