import torch
from datasets import load_dataset
from torch.utils.data import DataLoader
from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding

tokenizer = AutoTokenizer.from_pretrained("google-bert/bert-base-uncased")
tokenizer.pad_token = tokenizer.eos_token
model = AutoModelForSequenceClassification.from_pretrained("google-bert/bert-base-uncased").cuda()
rows = load_dataset("json", data_files="rows.jsonl", split="train")
rows = rows.map(lambda row: tokenizer(row["text"], truncation=True), remove_columns=rows.column_names)
loader = DataLoader(rows, batch_size=8, collate_fn=DataCollatorWithPadding(tokenizer))
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5)
model.train()
for batch in loader:
    optimizer.zero_grad()
    loss = model(**batch.to("cuda"))["loss"]
    loss.backward()
    optimizer.step()
