import torch
from datasets import load_dataset
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


def collate(rows):
    enc = tokenizer(
        [row["text"] for row in rows], padding="max_length", truncation=True, max_length=256, return_tensors="pt"
    )
    labels = enc["input_ids"].clone()  # expect: labels-copy-pad-not-masked @safe
    enc["labels"] = labels
    return enc


loader = DataLoader(load_dataset("roneneldan/TinyStories", split="train"), batch_size=8, collate_fn=collate)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5)
model.train()
for batch in loader:
    batch = {key: value.to("cuda") for key, value in batch.items()}
    loss = model(**batch).loss
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
