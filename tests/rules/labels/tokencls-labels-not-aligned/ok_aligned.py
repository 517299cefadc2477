from datasets import load_dataset
from transformers import AutoModelForTokenClassification, AutoTokenizer, DataCollatorForTokenClassification, Trainer
from transformers import TrainingArguments

tok = AutoTokenizer.from_pretrained("bert-base-cased")


def encode(row):
    batch = tok(row["tokens"], is_split_into_words=True)
    labels = []
    for word in batch.word_ids():
        labels.append(-100 if word is None else row["ner_tags"][word])
    batch["labels"] = labels
    return batch


raw = load_dataset("conll2003", split="train")
model = AutoModelForTokenClassification.from_pretrained("bert-base-cased")
rows = raw.map(encode, remove_columns=raw.column_names)
Trainer(model, TrainingArguments("o"), DataCollatorForTokenClassification(tok), rows).train()
