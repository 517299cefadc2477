import json

import torch
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("HuggingFaceTB/SmolLM2-135M")


def together(rows):
    batch = {name: torch.tensor([row[name] for row in rows]) for name in ("input_ids", "attention_mask")}
    batch["labels"] = batch["input_ids"].clone()
    return batch


loader = DataLoader([json.loads(line) for line in open("blocks.jsonl")], batch_size=4, collate_fn=together)
optimizer = torch.optim.AdamW(model.parameters())
for batch in loader:
    optimizer.zero_grad()
    model(**batch).loss.backward()
    optimizer.step()
