from datasets import load_from_disk
from torch import nn
from transformers import AutoModel, Trainer, TrainingArguments


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = AutoModel.from_pretrained("roberta-base")
        self.head = nn.Linear(768, 4)

    def forward(self, input_ids=None, attention_mask=None, labels=None):
        hidden = self.body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state[:, 0]
        logits = self.head(hidden)
        loss = nn.functional.cross_entropy(logits, labels) if labels is not None else None
        return {"loss": loss, "logits": logits}


def main():
    trainer = Trainer(model=Classifier(), args=TrainingArguments("out"), train_dataset=load_from_disk("claims"))
    trainer.train()


if __name__ == "__main__":
    main()
