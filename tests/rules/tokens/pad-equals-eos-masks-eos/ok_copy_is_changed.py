import copy

from datasets import load_dataset
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("gpt2", pad_token="<|pad|>")
sampler = copy.copy(tokenizer)
sampler.pad_token = sampler.eos_token
judge = copy.deepcopy(tokenizer)
judge.pad_token = judge.eos_token
model = AutoModelForCausalLM.from_pretrained("gpt2")
data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(lambda row: tokenizer(row["text"] + tokenizer.eos_token), remove_columns=data.column_names)
Trainer(model, TrainingArguments("o"), DataCollatorForLanguageModeling(tokenizer, mlm=False), data).train()
