from datasets import load_from_disk
from torch import nn
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments


class Smooth(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, **kwargs):
        outputs = model(**inputs)
        loss = nn.functional.smooth_l1_loss(outputs.logits.squeeze(-1), inputs["labels"])
        return loss

    def prediction_step(self, model, inputs, prediction_loss_only, ignore_keys=None):
        return self.compute_loss(model, inputs).detach(), None, None


data = load_from_disk("essays")
model = AutoModelForSequenceClassification.from_pretrained("roberta-base", num_labels=1)
args = TrainingArguments("out", eval_strategy="epoch")
Smooth(model, args, train_dataset=data["train"], eval_dataset=data["test"]).train()
