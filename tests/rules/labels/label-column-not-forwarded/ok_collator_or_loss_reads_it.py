import torch
from datasets import Dataset
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)
data = Dataset.from_dict({"text": ["a", "b"], "target": [0, 1]})
data = data.map(lambda b: tokenizer(b["text"]), batched=True, remove_columns=["text"])
args = TrainingArguments("o", remove_unused_columns=False)


class TargetTrainer(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, **kwargs):
        target = inputs.pop("target")
        outputs = model(**inputs)
        loss = torch.nn.functional.cross_entropy(outputs.logits, target)
        return (loss, outputs) if return_outputs else loss


class TargetCollator:
    def __call__(self, rows):
        labels = torch.tensor([row.pop("target") for row in rows])
        return {**tokenizer.pad(rows, return_tensors="pt"), "labels": labels}


class PaddingTargets(DataCollatorWithPadding):
    def __call__(self, features):
        for feature in features:
            feature["labels"] = feature.pop("target")
        return super().__call__(features)


TargetTrainer(model, args, DataCollatorWithPadding(tokenizer), data).train()
Trainer(model, args, TargetCollator(), data).train()
Trainer(model, args, PaddingTargets(tokenizer), data).train()
Trainer(model, args, lambda rows: TargetCollator()(rows), data).train()
