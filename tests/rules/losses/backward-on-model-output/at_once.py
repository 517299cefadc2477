import torch
import transformers

model = transformers.AutoModelForMaskedLM.from_pretrained("bert-base-cased")
optimizer = torch.optim.AdamW(model.parameters())
for batch in torch.load("batches.pt"):
    optimizer.zero_grad()
    model(**batch).backward()  # expect: backward-on-model-output
    optimizer.step()
