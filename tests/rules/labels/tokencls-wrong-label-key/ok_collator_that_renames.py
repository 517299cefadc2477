from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding, Trainer
from transformers import TrainingArguments

tok = AutoTokenizer.from_pretrained("bert-base-cased")
raw = load_dataset("json", data_files="t.jsonl", split="train").select_columns(["input_ids", "label"])
model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")
Trainer(model, TrainingArguments("o"), DataCollatorWithPadding(tok), raw).train()
