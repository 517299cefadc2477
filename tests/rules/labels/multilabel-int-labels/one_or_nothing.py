import transformers as hf
from datasets import load_from_disk

TAGS = ("sport", "politics", "art")


class Job:
    def __init__(self, name="roberta-base"):
        options = {"num_labels": len(TAGS), "problem_type": "multi_label_classification"}
        self.tok = hf.AutoTokenizer.from_pretrained(name)
        self.model = hf.RobertaForSequenceClassification.from_pretrained(name, **options)

    def encode(self, row):
        labels = [1 if tag in row["tags"] else 0 for tag in TAGS]  # expect: multilabel-int-labels @safe
        return {**self.tok(row["text"]), "labels": labels}

    def run(self):
        raw = load_from_disk("news")
        rows = raw.map(self.encode, remove_columns=raw.column_names)
        hf.Trainer(self.model, hf.TrainingArguments("o"), hf.DataCollatorWithPadding(self.tok), rows).train()


Job().run()
