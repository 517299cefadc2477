import torch
from datasets import load_dataset
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorWithPadding

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("json", data_files="notes.jsonl", split="train")
data = raw.map(lambda row: tokenizer(row["text"]), remove_columns=raw.column_names)
loader = DataLoader(data, batch_size=8, collate_fn=DataCollatorWithPadding(tokenizer))  # expect: padding-collator-no-labels
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5)
model.train()
for epoch in range(3):
    for batch in loader:
        batch = {k: v.to("cuda") for k, v in batch.items()}
        loss = model(**batch).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
