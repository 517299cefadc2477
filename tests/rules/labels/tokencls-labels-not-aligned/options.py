from datasets import load_dataset
from transformers import AutoModelForTokenClassification, AutoTokenizer, DataCollatorForTokenClassification as Pad
from transformers import Trainer, TrainingArguments

options = {"is_split_into_words": True, "truncation": True}


def main():
    tok = AutoTokenizer.from_pretrained("bert-base-cased")

    def encode(row):
        out = tok(row["tokens"], **options)
        out.update(labels=row["ner_tags"])  # expect: tokencls-labels-not-aligned @none
        return out

    raw = load_dataset("wnut_17", split="train")
    rows = raw.map(encode, remove_columns=["tokens", "ner_tags", "id"])
    model = AutoModelForTokenClassification.from_pretrained("bert-base-cased")
    Trainer(model, TrainingArguments("o"), data_collator=Pad(tok), train_dataset=rows).train()


main()
