from datasets import Dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding, Trainer, TrainingArguments

TEXTS = ["The river is deep.", "Dogs learn fast and sleep late.", "Why is the sky blue?", "A token is a number."] * 20
tokenizer = AutoTokenizer.from_pretrained("bert")
model = AutoModelForSequenceClassification.from_pretrained("bert", num_labels=2)
rows = Dataset.from_dict({"text": TEXTS, "label": [0, 1, 1, 0] * 20})
rows = rows.map(lambda row: tokenizer(row["text"]), remove_columns=["text"]).select(range(70))
args = TrainingArguments("out", eval_strategy="epoch")
collator = DataCollatorWithPadding(tokenizer)
Trainer(model, args, train_dataset=rows, eval_dataset=rows.select(range(60, 70)), data_collator=collator).train()
