import torch
from transformers import AutoModelForSequenceClassification


def validate(model, batches):
    before = model.training
    model.eval()
    total = sum(float(model(**batch).loss) for batch in batches)
    model.train(before)
    return total


model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")
optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)
batches = torch.load("batches.pt")
model.train()
for epoch in range(3):
    for batch in batches:
        model(**batch).loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    print(validate(model, batches))
