from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding, Trainer
from transformers import TrainingArguments

names = ["toxic", "insult"]
tok = AutoTokenizer.from_pretrained("bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained(
    "bert-base-uncased", num_labels=2, problem_type="multi_label_classification"
)


class Floats(DataCollatorWithPadding):
    def __call__(self, features):
        batch = super().__call__(features)
        batch["labels"] = batch["labels"].float()
        return batch


def encode(row):
    return {**tok(row["text"]), "labels": [int(row[name]) for name in names]}


raw = load_dataset("csv", data_files="a.csv", split="train")
rows = raw.map(encode, remove_columns=raw.column_names)
Trainer(model, TrainingArguments("o"), Floats(tok), rows).train()
