import torch
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("gpt2")
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for block in torch.load("blocks.pt").split(8):
    scores = model(input_ids=block[:, :-1]).logits
    loss = torch.nn.functional.cross_entropy(scores.flatten(0, 1), block[:, 1:].flatten())
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
