from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding, Trainer
from transformers import TrainingArguments


class Job:
    def __init__(self):
        self.tok = AutoTokenizer.from_pretrained("roberta-base")
        self.data = load_dataset("glue", "sst2").map(self.encode, batched=True)
        self.data.set_format(type="torch", columns=["input_ids", "attention_mask"])  # expect: set-format-drops-labels @none

    def encode(self, batch):
        return self.tok(batch["sentence"], truncation=True)

    def run(self):
        Trainer(
            AutoModelForSequenceClassification.from_pretrained("roberta-base"),
            TrainingArguments("o"),
            DataCollatorWithPadding(self.tok),
            self.data["train"],
        ).train()


Job().run()
