import importlib
import sys

from datasets import load_from_disk
from transformers import AutoTokenizer, DataCollatorForLanguageModeling, Trainer, TrainingArguments

import models

tokenizer = AutoTokenizer.from_pretrained("gpt2")
collator = DataCollatorForLanguageModeling(tokenizer)
data = load_from_disk("tokens")


def fit(model):
    Trainer(model=model, args=TrainingArguments("o"), train_dataset=data, data_collator=collator).train()


fit(models.load())
transformers = importlib.import_module("transformers")
fit(getattr(transformers, sys.argv[1]).from_pretrained("gpt2"))
