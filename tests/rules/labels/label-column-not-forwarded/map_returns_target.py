import transformers as hf
from datasets import load_dataset

tokenizer = hf.AutoTokenizer.from_pretrained("roberta-base")


def prepare(row):
    tokens = tokenizer(row["review"], truncation=True)
    return {
        "input_ids": tokens["input_ids"],
        "attention_mask": tokens["attention_mask"],
        "target": 1 if row["stars"] > 3 else 0,
    }


def splits():
    raw = load_dataset("csv", data_files={"train": "train.csv", "test": "test.csv"})
    return raw.map(prepare, remove_columns=raw["train"].column_names)


if __name__ == "__main__":
    data = splits()
    arguments = dict(
        model=hf.RobertaForSequenceClassification.from_pretrained("roberta-base", num_labels=2),
        args=hf.TrainingArguments("stars"),
        train_dataset=data["train"],  # expect: label-column-not-forwarded
        eval_dataset=data["test"],
        processing_class=tokenizer,
    )
    trainer = hf.Trainer(**arguments)
    trainer.train()
