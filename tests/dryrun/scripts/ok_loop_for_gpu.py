"""Written for a GPU: nothing of that is a mistake, and all of it is told as a difference."""

import os

import torch
from accelerate import Accelerator
from datasets import Dataset, load_from_disk
from peft import LoraConfig, PeftModel, get_peft_model, prepare_model_for_kbit_training
from torch.utils.data import DataLoader
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling

os.makedirs("logs", exist_ok=True)
accelerator = Accelerator(mixed_precision="fp16", log_with="tensorboard", project_dir="logs")
tokenizer = AutoTokenizer.from_pretrained("qwen2")
config = AutoConfig.from_pretrained("qwen2")
model = AutoModelForCausalLM.from_config(config, attn_implementation="flash_attention_2")
model.gradient_checkpointing_enable()
model = prepare_model_for_kbit_training(model)
get_peft_model(model, LoraConfig(r=4, target_modules="all-linear", task_type="CAUSAL_LM")).save_pretrained("adapter")
model = AutoModelForCausalLM.from_config(config)
model = torch.compile(PeftModel.from_pretrained(model, "adapter", is_trainable=True).cuda())
rows = Dataset.from_list([tokenizer("Dogs learn fast." + tokenizer.eos_token)] * 5000).shuffle(seed=1)
rows = rows.select(range(1000, 2000)).filter(lambda row: len(row["input_ids"]) > 1, num_proc=4)
rows.save_to_disk("prepared")
rows = load_from_disk("prepared").map(lambda row: {"attention_mask": [1] * len(row["input_ids"])}, num_proc=2)
collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
loader = DataLoader(rows, batch_size=2, collate_fn=collator, pin_memory=True, num_workers=4, prefetch_factor=2)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, fused=True)
model, optimizer, loader = accelerator.prepare(model, optimizer, loader)
for batch in loader:
    batch = {name: tensor.to(torch.device("cuda:0")) for name, tensor in batch.items()}
    with torch.autocast("cuda", dtype=torch.bfloat16):
        loss = model(**batch).loss
    accelerator.backward(loss)
    accelerator.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
