import torch
import transformers as hf

model = hf.AutoModelForSequenceClassification.from_pretrained("bert-base-cased", num_labels=2)
optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)
batches = torch.load("batches.pt")
model.train()
for epoch in range(3):
    for batch in batches:
        loss = model(**batch).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    model.eval()  # expect: model-left-in-eval-mode
    with torch.no_grad():
        print(epoch, model(**batches[0]).loss)
