from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments


class Job:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForSequenceClassification.from_pretrained(name, num_labels=2)

    def encode(self, row):
        batch = self.tok(row["text"], padding="max_length", max_length=64, truncation=True)  # expect: missing-pad-token
        batch["labels"] = row["stars"]
        return batch

    def run(self):
        data = load_dataset("json", data_files="reviews.jsonl", split="train")
        data = data.map(self.encode, remove_columns=data.column_names)
        Trainer(self.model, TrainingArguments("out"), train_dataset=data).train()


Job("meta-llama/Llama-3.2-1B").run()
