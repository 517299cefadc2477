from datasets import load_from_disk
from torch import nn
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments


class Smooth(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, **kwargs):
        outputs = model(**inputs)
        loss = nn.functional.smooth_l1_loss(outputs.logits.squeeze(-1), inputs["labels"])
        return loss


model = AutoModelForSequenceClassification.from_pretrained("roberta-base", num_labels=1)
Smooth(model, TrainingArguments("out"), train_dataset=load_from_disk("essays")).train()
