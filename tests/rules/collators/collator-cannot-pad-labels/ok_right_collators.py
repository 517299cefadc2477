from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoModelForTokenClassification, AutoTokenizer
from transformers import DataCollatorForTokenClassification, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("bert-base-cased")


def align(batch):
    out = tokenizer(batch["tokens"], is_split_into_words=True)
    out["labels"] = [[-100 if w is None else t[w] for w in out.word_ids(i)] for i, t in enumerate(batch["ner_tags"])]
    return out


data = load_dataset("conll2003").map(align, batched=True)
Trainer(
    model=AutoModelForTokenClassification.from_pretrained("bert-base-cased"),
    args=TrainingArguments("o"),
    train_dataset=data["train"],
    data_collator=DataCollatorForTokenClassification(tokenizer),
).train()

reviews = load_dataset("imdb").map(lambda row: {**tokenizer(row["text"]), "labels": int(row["stars"] > 3)})
Trainer(
    model=AutoModelForSequenceClassification.from_pretrained("bert-base-cased"),
    args=TrainingArguments("o"),
    train_dataset=reviews["train"],
    processing_class=tokenizer,
).train()
