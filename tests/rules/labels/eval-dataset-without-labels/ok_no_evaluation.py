from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("json", data_files={"train": "a.jsonl", "test": "b.jsonl"})
rows = raw["train"].map(lambda row: {"input_ids": row["ids"], "labels": row["ids"]}, remove_columns=["ids"])
test = raw["test"].select_columns(["input_ids"])
Trainer(model, TrainingArguments("o"), DataCollatorForSeq2Seq(tok), rows, test).train()
Trainer(model, TrainingArguments("o", eval_strategy="no"), DataCollatorForSeq2Seq(tok), rows, test).train()
