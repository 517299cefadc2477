from datasets import load_dataset
from transformers import (
    AutoModelForTokenClassification,
    AutoTokenizer,
    DataCollatorForTokenClassification,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("bert-base-cased")
model = AutoModelForTokenClassification.from_pretrained("bert-base-cased", num_labels=9)


def encode(row):
    batch = tokenizer(row["tokens"], is_split_into_words=True, truncation=True)
    batch["labels"] = row["ner_tags"]  # expect: tokencls-labels-not-aligned @none
    return batch


data = load_dataset("conll2003", split="train")
data = data.map(encode, remove_columns=data.column_names)
Trainer(model, TrainingArguments("out"), DataCollatorForTokenClassification(tokenizer), data).train()
