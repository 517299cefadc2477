from datasets import load_dataset
from transformers import AutoModelForTokenClassification, AutoTokenizer, DataCollatorForTokenClassification, Trainer
from transformers import TrainingArguments

tok = AutoTokenizer.from_pretrained("bert-base-chinese")


def encode(row):
    batch = tok(list(row["text"]), is_split_into_words=True, add_special_tokens=False)
    batch["labels"] = row["tags"]
    return batch


raw = load_dataset("json", data_files="chars.jsonl", split="train")
model = AutoModelForTokenClassification.from_pretrained("bert-base-chinese")
rows = raw.map(encode, remove_columns=raw.column_names)
Trainer(model, TrainingArguments("o"), DataCollatorForTokenClassification(tok), rows).train()
