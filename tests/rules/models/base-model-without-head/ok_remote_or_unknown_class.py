import sys

import transformers
from datasets import load_from_disk
from transformers import AutoModel, AutoModelForSequenceClassification, Trainer, TrainingArguments

from mine import BertModel

data = load_from_disk("tokens")


def fit(model):
    Trainer(model=model, args=TrainingArguments("o"), train_dataset=data).train()


fit(AutoModel.from_pretrained("THUDM/chatglm3-6b", trust_remote_code=True))
fit(BertModel.from_pretrained("bert-base-uncased"))
fit(getattr(transformers, sys.argv[1]).from_pretrained("bert-base-uncased"))
kind = AutoModelForSequenceClassification if len(sys.argv) > 2 else AutoModel
fit(kind.from_pretrained("bert-base-uncased"))
