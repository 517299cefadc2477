import transformers as hf
from datasets import load_from_disk


class Tagger:
    def __init__(self, name="distilbert-base-cased"):
        self.tok = hf.AutoTokenizer.from_pretrained(name)
        self.model = hf.AutoModelForTokenClassification.from_pretrained(name)

    def encode(self, batch):
        tags = batch["pos_tags"]  # expect: tokencls-labels-not-aligned @none
        return {**self.tok(batch["words"], is_split_into_words=True, padding="max_length"), "labels": tags}

    def run(self):
        raw = load_from_disk("tags")
        rows = raw.map(self.encode, batched=True, remove_columns=raw.column_names)
        hf.Trainer(self.model, hf.TrainingArguments("o"), train_dataset=rows, processing_class=self.tok).train()


Tagger().run()
