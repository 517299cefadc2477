from datasets import Dataset
from transformers import AutoImageProcessor, AutoModelForImageClassification, Trainer, TrainingArguments
from transformers import default_data_collator

processor = AutoImageProcessor.from_pretrained("google/vit-base-patch16-224")
data = Dataset.from_dict({"image": ["a.png"], "class": [0]})


def transform(rows):
    out = processor(rows["image"], return_tensors="pt")
    out["labels"] = rows["class"]
    return out


trainer = Trainer(
    AutoModelForImageClassification.from_pretrained("google/vit-base-patch16-224"),
    TrainingArguments("o", remove_unused_columns=False),
    default_data_collator,
    data.with_transform(transform),
)
trainer.train()
