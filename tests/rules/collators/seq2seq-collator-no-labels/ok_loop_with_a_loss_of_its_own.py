import torch
from datasets import load_dataset
from torch.utils.data import DataLoader
from tqdm import tqdm
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("json", data_files="notes.jsonl", split="train")
data = raw.map(lambda row: tokenizer(row["text"]), remove_columns=raw.column_names)
loader = DataLoader(data, batch_size=8, collate_fn=DataCollatorForSeq2Seq(tokenizer, model=model))
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5)
for batch in tqdm(loader):
    logits = model(**batch).logits[:, :-1]
    loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), batch["input_ids"][:, 1:].flatten())
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
