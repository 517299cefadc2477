import torch
from datasets import load_dataset
from torch.utils.data import DataLoader
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForLanguageModeling

tokenizer = AutoTokenizer.from_pretrained("google-t5/t5-small")
model = AutoModelForSeq2SeqLM.from_pretrained("google-t5/t5-small")
raw = load_dataset("json", data_files="notes.jsonl", split="train")
data = raw.map(lambda row: tokenizer(row["text"], text_target=row["sum"]), remove_columns=raw.column_names)
loader = DataLoader(data, batch_size=8, collate_fn=DataCollatorForLanguageModeling(tokenizer, mlm=False))
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5)
model.train()
for epoch in range(3):
    for batch in loader:
        batch = {k: v.to("cuda") for k, v in batch.items()}
        loss = model(input_ids=batch["input_ids"], labels=batch["targets"]).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
