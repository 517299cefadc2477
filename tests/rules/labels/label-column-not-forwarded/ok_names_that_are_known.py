from datasets import ClassLabel, Dataset
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
base = Dataset.from_dict({"text": ["a", "b"], "target": [0, 1]})
base = base.map(lambda batch: tokenizer(batch["text"]), batched=True, remove_columns=["text"])


def fit(data):
    model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")
    Trainer(
        model=model, args=TrainingArguments("o"), train_dataset=data, data_collator=DataCollatorWithPadding(tokenizer)
    ).train()


fit(base.rename_column("target", "labels"))
fit(base.rename_column("target", "label"))
fit(base.rename_columns({"target": "label_ids"}))
fit(base.map(lambda row: {"labels": row["target"]}))
fit(base.map(lambda row: {"labels": row["target"]}, remove_columns=["target"]))
fit(base.add_column("label", [0, 1]))
fit(base.cast_column("target", ClassLabel(num_classes=2)).rename_column("target", "labels"))
