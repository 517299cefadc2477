# The tokenizer that generates pads with EOS on the left; the one that trains has a pad token of its own.
from datasets import load_dataset
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    Trainer,
    TrainingArguments,
)

sampler = AutoTokenizer.from_pretrained("gpt2", padding_side="left")
sampler.pad_token = sampler.eos_token
tokenizer = AutoTokenizer.from_pretrained("gpt2")
tokenizer.add_special_tokens({"pad_token": "<|pad|>"})
model = AutoModelForCausalLM.from_pretrained("gpt2")
model.resize_token_embeddings(len(tokenizer))
data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(lambda row: tokenizer(row["text"] + tokenizer.eos_token), remove_columns=data.column_names)
Trainer(model, TrainingArguments("o"), DataCollatorForLanguageModeling(tokenizer, mlm=False), data).train()
print(model.generate(**sampler(["a", "bc"], return_tensors="pt", padding=True)))
