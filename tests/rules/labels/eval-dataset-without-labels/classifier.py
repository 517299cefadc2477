import transformers as hf
from datasets import Dataset


class Job:
    def __init__(self, name="bert-base-uncased"):
        self.tok = hf.AutoTokenizer.from_pretrained(name)
        self.model = hf.BertForSequenceClassification.from_pretrained(name)

    def encode(self, row):
        return self.tok(row["text"])

    def run(self):
        train = Dataset.from_dict({"text": ["a", "b"], "label": [0, 1]}).map(self.encode)
        test = Dataset.from_dict({"text": ["c"]}).map(self.encode)
        args = hf.TrainingArguments("o", eval_strategy="epoch")
        hf.Trainer(
            self.model,
            args,
            hf.DataCollatorWithPadding(self.tok),
            train,
            test,  # expect: eval-dataset-without-labels @none
        ).train()


Job().run()
