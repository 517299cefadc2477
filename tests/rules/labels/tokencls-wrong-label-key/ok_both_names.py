from datasets import load_dataset
from transformers import AutoModelForTokenClassification, AutoTokenizer, DataCollatorForTokenClassification, Trainer
from transformers import TrainingArguments

tok = AutoTokenizer.from_pretrained("bert-base-cased")
raw = load_dataset("json", data_files="t.jsonl", split="train").select_columns(["input_ids", "label", "labels"])
model = AutoModelForTokenClassification.from_pretrained("bert-base-cased")
Trainer(model, TrainingArguments("o"), DataCollatorForTokenClassification(tok), raw).train()
