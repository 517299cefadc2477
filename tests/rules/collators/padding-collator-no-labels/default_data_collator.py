from datasets import load_dataset
from transformers import AutoModelForMaskedLM, AutoTokenizer, Trainer, TrainingArguments, default_data_collator


def main():
    tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
    model = AutoModelForMaskedLM.from_pretrained("bert-base-uncased")
    raw = load_dataset("json", data_files="a.jsonl", split="train")
    columns = raw.column_names
    rows = raw.map(
        lambda row: tokenizer(row["text"], padding="max_length", truncation=True, max_length=128), remove_columns=columns
    )
    return Trainer(
        model=model,
        args=TrainingArguments("o"),
        train_dataset=rows,
        data_collator=default_data_collator,  # expect: padding-collator-no-labels
    ).train()


main()
