import sys

from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoModelForMaskedLM, AutoTokenizer, DataCollatorForLanguageModeling
from transformers import Trainer, TrainingArguments

causal = "--causal" in sys.argv
tokenizer = AutoTokenizer.from_pretrained("x/y")
loader = AutoModelForCausalLM if causal else AutoModelForMaskedLM
model = loader.from_pretrained("x/y")
collator = DataCollatorForLanguageModeling(tokenizer, mlm=not causal)
data = load_dataset("json", data_files="a.jsonl", split="train").map(lambda row: tokenizer(row["text"]))
Trainer(model=model, args=TrainingArguments("o"), train_dataset=data, data_collator=collator).train()
