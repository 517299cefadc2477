import torch
from steps import after_step
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("gpt2")
optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
for batch in torch.load("batches.pt"):
    model(**batch).loss.backward()
    optimizer.step()
    after_step(optimizer)
