import torch
from datasets import Dataset
from transformers import AutoModel, AutoTokenizer, BertPreTrainedModel, Trainer, TrainingArguments


class Scorer(torch.nn.Module):
    def __init__(self, base):
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base)
        self.head = torch.nn.Linear(self.encoder.config.hidden_size, 1)

    def forward(self, input_ids, attention_mask, target=None):
        hidden = self.encoder(input_ids, attention_mask).last_hidden_state[:, 0]
        score = self.head(hidden).squeeze(-1)
        loss = None if target is None else torch.nn.functional.mse_loss(score, target)
        return {"loss": loss, "logits": score}


class Ranker(BertPreTrainedModel):
    def forward(self, input_ids, attention_mask=None, relevance=None):
        ...


tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
data = Dataset.from_dict({"text": ["a", "b"], "target": [0.1, 0.9]})
data = data.map(lambda b: tokenizer(b["text"], padding="max_length"), batched=True, remove_columns=["text"])
Trainer(Scorer("bert-base-uncased"), TrainingArguments("o", label_names=["target"]), train_dataset=data).train()
ranked = data.rename_column("target", "relevance")
Trainer(Ranker.from_pretrained("bert-base-uncased"), TrainingArguments("o"), train_dataset=ranked).train()
