# versions: transformers==5.23.0
import torch
from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments


def weighted(outputs, labels):  # expect: compute-loss-missing-num-items
    return torch.nn.functional.cross_entropy(outputs.logits, labels)


trainer = Trainer(
    model=AutoModelForSequenceClassification.from_pretrained("bert-base-uncased"),
    args=TrainingArguments("o"),
    train_dataset=load_dataset("imdb", split="train"),
    processing_class=AutoTokenizer.from_pretrained("bert-base-uncased"),
    compute_loss_func=weighted,
)
trainer.train()
