import torch
from datasets import load_from_disk
from transformers import AutoModelForTokenClassification, Trainer, TrainingArguments


class Weighted(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        labels = inputs.pop("labels")
        outputs = model(**inputs)
        loss = torch.nn.functional.cross_entropy(outputs.logits.view(-1, 9), labels.view(-1))
        return (loss, outputs) if return_outputs else loss


model = AutoModelForTokenClassification.from_pretrained("bert-base-cased", num_labels=9)
Weighted(model=model, args=TrainingArguments("out"), train_dataset=load_from_disk("conll")).train()
