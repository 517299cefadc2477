import json

import torch
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("HuggingFaceTB/SmolLM2-135M")
model = AutoModelForCausalLM.from_pretrained("HuggingFaceTB/SmolLM2-135M")


def together(rows):
    batch = tokenizer([row["text"] for row in rows], padding="longest", return_tensors="pt")
    batch["labels"] = batch["input_ids"].clone()  # expect: labels-copy-pad-not-masked
    return batch


loader = DataLoader([json.loads(line) for line in open("rows.jsonl")], batch_size=4, collate_fn=together)
optimizer = torch.optim.AdamW(model.parameters())
for batch in loader:
    optimizer.zero_grad()
    model(**batch).loss.backward()
    optimizer.step()
