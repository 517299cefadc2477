from align import align_labels
from datasets import load_dataset
from transformers import AutoModelForTokenClassification, AutoTokenizer, DataCollatorForTokenClassification, Trainer
from transformers import TrainingArguments

tok = AutoTokenizer.from_pretrained("bert-base-cased")


def encode(row):
    batch = tok(row["tokens"], is_split_into_words=True)
    batch["labels"] = align_labels(batch, row["ner_tags"])
    return batch


raw = load_dataset("conll2003", split="train")
model = AutoModelForTokenClassification.from_pretrained("bert-base-cased")
rows = raw.map(encode, remove_columns=raw.column_names)
Trainer(model, TrainingArguments("o"), DataCollatorForTokenClassification(tok), rows).train()
