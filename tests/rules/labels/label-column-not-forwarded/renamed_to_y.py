import pandas as pd
from datasets import Dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments


class Classifier:
    def __init__(self):
        self.tokenizer = AutoTokenizer.from_pretrained("distilbert-base-uncased")
        self.model = AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased", num_labels=3)

    def encode(self, batch):
        return self.tokenizer(batch["text"], truncation=True, padding="max_length", max_length=64)

    def load(self):
        frame = pd.DataFrame({"text": ["a", "b", "c"], "y": [0, 1, 2]})
        return Dataset.from_pandas(frame).map(self.encode, batched=True)

    def fit(self):
        trainer = Trainer(
            model=self.model,
            args=TrainingArguments("o"),
            train_dataset=self.load(),  # expect: label-column-not-forwarded [error] @unsafe
        )
        trainer.train()


Classifier().fit()
