import torch
from datasets import load_dataset
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


def collate(rows):
    batch = tok([row["text"] for row in rows], padding=True, return_tensors="pt")
    batch["labels"] = batch["input_ids"].clone()
    return batch


optimizer = torch.optim.AdamW(model.parameters())
for batch in DataLoader(load_dataset("text", data_files="a.txt", split="train"), batch_size=4, collate_fn=collate):
    batch["labels"][batch["attention_mask"] == 0] = -100
    loss = model(**batch).loss
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
