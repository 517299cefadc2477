import torch
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("gpt2")
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for block in torch.load("blocks.pt").split(8):
    loss = model(input_ids=block[:, :-1], labels=block[:, :-1]).loss
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
