import torch
from datasets import load_from_disk
from transformers import AutoModel, BertModel, BertPreTrainedModel, Trainer, TrainingArguments


class Pooled(torch.nn.Module):
    def __init__(self, name):
        super().__init__()
        self.encoder = AutoModel.from_pretrained(name)
        self.head = torch.nn.Linear(768, 2)

    def forward(self, input_ids, attention_mask, labels=None):
        logits = self.head(self.encoder(input_ids, attention_mask).last_hidden_state.mean(1))
        loss = torch.nn.functional.cross_entropy(logits, labels) if labels is not None else None
        return {"loss": loss, "logits": logits}


class BertWithHead(BertPreTrainedModel):
    def __init__(self, config):
        super().__init__(config)
        self.bert = BertModel(config)
        self.classifier = torch.nn.Linear(config.hidden_size, config.num_labels)

    def forward(self, input_ids=None, attention_mask=None, labels=None):
        logits = self.classifier(self.bert(input_ids, attention_mask)[1])
        return torch.nn.functional.cross_entropy(logits, labels), logits


class BertModelWithLoss(BertModel):
    def forward(self, input_ids=None, attention_mask=None, labels=None, **kwargs):
        out = super().forward(input_ids, attention_mask)
        return {"loss": out.last_hidden_state.mean(), "logits": out.pooler_output}


class Wrapped(torch.nn.Module):
    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids, labels):
        return (self.encoder(input_ids)[0].mean() - labels).pow(2).mean(), None


data = load_from_disk("tokens")
for model in (
    Pooled("bert-base-uncased"),
    BertWithHead.from_pretrained("bert-base-uncased"),
    BertModelWithLoss.from_pretrained("bert-base-uncased"),
    Wrapped(AutoModel.from_pretrained("bert-base-uncased")),
):
    Trainer(model=model, args=TrainingArguments("o"), train_dataset=data).train()
