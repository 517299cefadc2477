import torch
from transformers import AutoModelForCausalLM

for batch in torch.load("batches.pt"):
    model = AutoModelForCausalLM.from_pretrained("gpt2")
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
    model(**batch).loss.backward()
    optimizer.step()
