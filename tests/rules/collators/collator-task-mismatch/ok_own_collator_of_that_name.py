from datasets import load_from_disk
from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding, Trainer
from transformers import TrainingArguments


class DataCollatorForLanguageModeling(DataCollatorWithPadding):
    def __call__(self, features):
        return super().__call__(features)


tok = AutoTokenizer.from_pretrained("bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")
Trainer(model, TrainingArguments("o"), DataCollatorForLanguageModeling(tok), load_from_disk("rows")).train()
