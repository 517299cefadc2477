import torch
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("gpt2")
optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
for index, batch in enumerate(torch.load("batches.pt")):
    loss = model(**batch).loss
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    if (index + 1) % 8 == 0:
        print(loss.item())
