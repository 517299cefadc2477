# versions: transformers==5.23.0
from transformers import TrainingArguments


class Trainer:
    def __init__(self, model, args):
        self.model, self.args = model, args

    def train(self):
        for batch in self.args:
            self.compute_loss(self.model, batch).backward()

    def compute_loss(self, model, inputs, return_outputs=False):
        return model(**inputs).loss


class Better(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False):
        return super().compute_loss(model, inputs) * 2


Better(None, TrainingArguments("o")).train()
