import torch
from keys import FIRST
from datasets import load_from_disk
from transformers import AutoModel, Trainer, TrainingArguments


class Tagger(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.body = AutoModel.from_pretrained("distilbert/distilbert-base-uncased")
        self.head = torch.nn.Linear(768, 3)

    def forward(self, input_ids, attention_mask=None, labels=None):
        logits = self.head(self.body(input_ids, attention_mask)[0][:, 0])
        found = {"logits": logits}
        found[FIRST] = self.measure(logits, labels)
        return found


trainer = Trainer(model=Tagger(), args=TrainingArguments("out"), train_dataset=load_from_disk("rows"))
trainer.train()
