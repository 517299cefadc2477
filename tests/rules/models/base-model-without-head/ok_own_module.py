from datasets import load_dataset
from torch import nn
from transformers import AutoModel, AutoTokenizer, DataCollatorWithPadding, Trainer, TrainingArguments


class Classifier(nn.Module):
    def __init__(self, name):
        super().__init__()
        self.body = AutoModel.from_pretrained(name)
        self.head = nn.Linear(768, 2)

    def forward(self, input_ids, attention_mask=None, labels=None):
        logits = self.head(self.body(input_ids, attention_mask).last_hidden_state[:, 0])
        return {"loss": nn.functional.cross_entropy(logits, labels), "logits": logits}


tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
data = load_dataset("imdb", split="train").map(lambda row: tokenizer(row["text"]), batched=True)
trainer = Trainer(
    model=Classifier("bert-base-uncased"),
    args=TrainingArguments("o"),
    train_dataset=data,
    data_collator=DataCollatorWithPadding(tokenizer),
)
trainer.train()
