from datasets import load_dataset
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
tokenizer.eos_token = "<|eot_id|>"
tokenizer.pad_token = tokenizer.eos_token  # expect: pad-equals-eos-masks-eos
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(lambda row: tokenizer(row["text"] + tokenizer.eos_token), remove_columns=data.column_names)
Trainer(model, TrainingArguments("o"), DataCollatorForLanguageModeling(tokenizer, mlm=False), data).train()
