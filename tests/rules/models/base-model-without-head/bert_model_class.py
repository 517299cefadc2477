from datasets import load_dataset
from transformers import BertModel, BertTokenizerFast, Trainer, TrainingArguments


class Job:
    def __init__(self):
        self.tokenizer = BertTokenizerFast.from_pretrained("bert-base-uncased")
        self.model = BertModel.from_pretrained("bert-base-uncased")  # expect: base-model-without-head [error] @none

    def run(self):
        data = load_dataset("imdb", split="train")
        data = data.map(lambda rows: self.tokenizer(rows["text"], truncation=True), batched=True)
        trainer = Trainer(self.model, TrainingArguments("o"), train_dataset=data, tokenizer=self.tokenizer)
        trainer.train()


if __name__ == "__main__":
    Job().run()
