import torch
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("gpt2")
optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
for batch in torch.load("batches.pt"):
    for weight in model.parameters():
        weight.grad = None
    model(**batch).loss.backward()
    optimizer.step()
