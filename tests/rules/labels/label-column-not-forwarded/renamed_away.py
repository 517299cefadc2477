from datasets import load_dataset
from transformers import BertForTokenClassification, BertTokenizerFast, DataCollatorForTokenClassification
from transformers import Trainer, TrainingArguments


def train(path):
    tokenizer = BertTokenizerFast.from_pretrained("bert-base-cased")
    data = load_dataset("json", data_files=path, split="train")

    def encode(row):
        out = tokenizer(row["words"], is_split_into_words=True)
        tags = [-100 if word is None else row["tags"][word] for word in out.word_ids()]
        return {"input_ids": out["input_ids"], "attention_mask": out["attention_mask"], "labels": tags}

    data = data.map(encode, remove_columns=data.column_names).rename_column("labels", "ner_tags")
    Trainer(
        BertForTokenClassification.from_pretrained("bert-base-cased"),
        TrainingArguments("o"),
        DataCollatorForTokenClassification(tokenizer),
        data,  # expect: label-column-not-forwarded
    ).train()


train("a.jsonl")
