from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling

import torch
from accelerate import Accelerator
from torch.utils.data import DataLoader

tokenizer = AutoTokenizer.from_pretrained("qwen2")
model = AutoModelForCausalLM.from_pretrained("qwen2")
rows = Dataset.from_list([tokenizer("Dogs learn fast." + tokenizer.eos_token)] * 8)
loader = DataLoader(rows, batch_size=2, collate_fn=DataCollatorForLanguageModeling(tokenizer, mlm=False))
accelerator = Accelerator(gradient_accumulation_steps=2)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
model, optimizer, loader = accelerator.prepare(model, optimizer, loader)
for batch in loader:
    with accelerator.accumulate(model):
        accelerator.backward(model(**batch).loss)
        optimizer.step()
        optimizer.zero_grad()
