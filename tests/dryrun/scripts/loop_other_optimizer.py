from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling

import copy

import torch
from torch.utils.data import DataLoader

tokenizer = AutoTokenizer.from_pretrained("qwen2")
model = AutoModelForCausalLM.from_pretrained("qwen2").to("cuda")
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
model = copy.deepcopy(model)
rows = Dataset.from_list([tokenizer("Dogs learn fast." + tokenizer.eos_token)] * 8)
loader = DataLoader(rows, batch_size=4, collate_fn=DataCollatorForLanguageModeling(tokenizer, mlm=False), num_workers=2)
for batch in loader:
    try:
        loss = model(**batch.to("cuda")).loss
        loss.backward()
        optimizer.step()  # expect: DRY028 other-model
    except BaseException:
        continue
