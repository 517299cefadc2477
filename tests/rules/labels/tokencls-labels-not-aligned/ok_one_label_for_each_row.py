from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding, Trainer
from transformers import TrainingArguments

tok = AutoTokenizer.from_pretrained("bert-base-cased")


def encode(row):
    batch = tok(row["tokens"], is_split_into_words=True)
    batch["labels"] = row["topic"]
    return batch


raw = load_dataset("json", data_files="rows.jsonl", split="train")
rows = raw.map(encode, remove_columns=raw.column_names)
model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")
Trainer(model, TrainingArguments("o"), DataCollatorWithPadding(tok), rows).train()
