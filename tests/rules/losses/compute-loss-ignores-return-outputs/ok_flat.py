from datasets import load_from_disk
from torch import nn
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments


class SmoothTrainer(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, **kwargs):
        target = inputs.pop("labels").float()
        outputs = model(**inputs)
        loss = nn.functional.smooth_l1_loss(outputs.logits.squeeze(-1), target)
        return (loss, outputs) if return_outputs else loss


data = load_from_disk("essays")
trainer = SmoothTrainer(
    model=AutoModelForSequenceClassification.from_pretrained("roberta-base", num_labels=1),
    args=TrainingArguments("out", eval_strategy="epoch"),
    train_dataset=data["train"],
    eval_dataset=data["test"],
)
trainer.train()
