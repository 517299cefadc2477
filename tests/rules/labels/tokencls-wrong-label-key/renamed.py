from datasets import load_dataset
from transformers import AutoModelForTokenClassification, AutoTokenizer, DataCollatorForTokenClassification, Trainer
from transformers import TrainingArguments

KEY = "label"


def main():
    tok = AutoTokenizer.from_pretrained("bert-base-cased")
    raw = load_dataset("json", data_files="tokens.jsonl", split="train").select_columns(["input_ids", "tags"])
    raw = raw.rename_column("tags", KEY)
    settings = dict(args=TrainingArguments("o"), data_collator=DataCollatorForTokenClassification(tok))  # expect: tokencls-wrong-label-key @unsafe
    Trainer(
        model=AutoModelForTokenClassification.from_pretrained("bert-base-cased"),
        train_dataset=raw,
        **settings,
    ).train()


main()
