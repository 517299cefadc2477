from datasets import Dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

TEXTS = ["The river is deep.", "Dogs learn fast and sleep late.", "Why is the sky blue?", "A token is a number."] * 20
tokenizer = AutoTokenizer.from_pretrained("bert")
model = AutoModelForSequenceClassification.from_pretrained(
    "bert",
    num_labels=3,  # expect: DRY016 label-range
)
rows = Dataset.from_dict({"text": TEXTS, "label": [1, 2, 3, 3] * 20})
rows = rows.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
Trainer(model, TrainingArguments("out"), train_dataset=rows, processing_class=tokenizer).train()
