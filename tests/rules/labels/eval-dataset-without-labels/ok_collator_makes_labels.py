from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
from transformers import TrainingArguments

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("json", data_files={"train": "a.jsonl", "test": "b.jsonl"})
rows = raw["train"].map(lambda row: {"input_ids": row["ids"], "labels": row["ids"]}, remove_columns=["ids"])
test = raw["test"].select_columns(["input_ids"])
args = TrainingArguments("o", eval_strategy="epoch")
Trainer(model, args, DataCollatorForLanguageModeling(tok, mlm=False), rows, test).train()
