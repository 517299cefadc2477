# Qwen's tokenizers have a pad token, so the assignment is never reached.
from datasets import load_dataset
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    Trainer,
    TrainingArguments,
)

name = "Qwen/Qwen2.5-1.5B"
tokenizer = AutoTokenizer.from_pretrained(name)
if tokenizer.pad_token is None:
    tokenizer.pad_token = tokenizer.eos_token
model = AutoModelForCausalLM.from_pretrained(name)
data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(lambda row: tokenizer(row["text"] + tokenizer.eos_token), remove_columns=data.column_names)
Trainer(model, TrainingArguments("o"), DataCollatorForLanguageModeling(tokenizer, mlm=False), data).train()
