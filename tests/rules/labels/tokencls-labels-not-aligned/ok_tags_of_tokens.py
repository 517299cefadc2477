from datasets import load_dataset
from transformers import AutoModelForTokenClassification, AutoTokenizer, DataCollatorForTokenClassification, Trainer
from transformers import TrainingArguments

tok = AutoTokenizer.from_pretrained("bert-base-cased")
raw = load_dataset("json", data_files="rows.jsonl", split="train")
rows = raw.map(lambda row: {"input_ids": row["ids"], "labels": row["tags"]}, remove_columns=raw.column_names)
model = AutoModelForTokenClassification.from_pretrained("bert-base-cased")
Trainer(model, TrainingArguments("o"), DataCollatorForTokenClassification(tok), rows).train()
