import torch
from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

names = ["toxic", "insult"]
tok = AutoTokenizer.from_pretrained("bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained(
    "bert-base-uncased", num_labels=2, problem_type="multi_label_classification"
)


class Own(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, **kwargs):
        labels = inputs.pop("labels").float()
        outputs = model(**inputs)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(outputs.logits, labels)
        return (loss, outputs) if return_outputs else loss


def encode(row):
    return {**tok(row["text"]), "labels": [int(row[name]) for name in names]}


raw = load_dataset("csv", data_files="a.csv", split="train")
rows = raw.map(encode, remove_columns=raw.column_names)
Own(model=model, args=TrainingArguments("o"), train_dataset=rows, processing_class=tok).train()
