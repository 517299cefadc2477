import torch
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("gpt2")
optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
for index, batch in enumerate(torch.load("batches.pt")):
    loss = model(**batch).loss / 8
    loss.backward()
    if (index + 1) % 8 == 0:
        optimizer.step()
        optimizer.zero_grad()
