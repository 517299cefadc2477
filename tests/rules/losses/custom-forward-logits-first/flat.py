from datasets import load_from_disk
from torch import nn
from transformers import AutoModel, Trainer, TrainingArguments


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = AutoModel.from_pretrained("roberta-base")
        self.head = nn.Linear(768, 4)

    def forward(self, input_ids=None, attention_mask=None, labels=None):
        logits = self.head(self.body(input_ids, attention_mask).last_hidden_state[:, 0])
        loss = nn.functional.cross_entropy(logits, labels)
        return logits, loss  # expect: custom-forward-logits-first


trainer = Trainer(model=Classifier(), args=TrainingArguments("out"), train_dataset=load_from_disk("claims"))
trainer.train()
