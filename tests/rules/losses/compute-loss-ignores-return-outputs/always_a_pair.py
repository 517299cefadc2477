from datasets import load_from_disk
from torch import nn
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments


class Pairs(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        result = model(**inputs)
        loss = nn.functional.cross_entropy(result.logits, inputs["labels"])
        return loss, result  # expect: compute-loss-ignores-return-outputs


model = AutoModelForSequenceClassification.from_pretrained("roberta-base", num_labels=2)
Pairs(model, TrainingArguments("out"), train_dataset=load_from_disk("essays")).train()
