from datasets import load_dataset
from transformers import AutoModelForTokenClassification, AutoTokenizer, DataCollatorForTokenClassification, Trainer
from transformers import TrainingArguments

tok = AutoTokenizer.from_pretrained("bert-base-cased")
raw = load_dataset("conll2003", split="train")


def encode(row):
    batch = tok(row["tokens"], is_split_into_words=True)
    batch["labels"] = [-100 if word is None else row["ner_tags"][word] for word in batch.word_ids()]
    return batch


data = raw.map(encode, remove_columns=raw.column_names)
model = AutoModelForTokenClassification.from_pretrained("bert-base-cased")
Trainer(model, TrainingArguments("o"), DataCollatorForTokenClassification(tok), data).train()
