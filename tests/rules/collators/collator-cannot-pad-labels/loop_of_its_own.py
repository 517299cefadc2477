import torch
from datasets import load_dataset
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorWithPadding

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("json", data_files="notes.jsonl", split="train")


def encode(row):
    ids = tokenizer(row["text"])
    ids["labels"] = ids["input_ids"].copy()
    return ids


data = raw.map(encode, remove_columns=raw.column_names)
collator = DataCollatorWithPadding(tokenizer)
loader = DataLoader(data, batch_size=8, collate_fn=collator)  # expect: collator-cannot-pad-labels
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5)
model.train()
for epoch in range(3):
    for batch in loader:
        batch = {k: v.to("cuda") for k, v in batch.items()}
        loss = model(**batch).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
