import torch
from transformers import AutoModel, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("gpt2")
model = AutoModel.from_pretrained("gpt2")  # expect: base-model-without-head
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5)
model.train()
for line in open("book.txt"):
    batch = tokenizer(line, return_tensors="pt")
    loss = model(**batch, labels=batch["input_ids"]).loss
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
