# A padding collator is right here, and the columns of the file are its own.
from datasets import load_dataset
from transformers import (
    AutoModelForMultipleChoice,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
sst2 = load_dataset("glue", "sst2")
encoded = sst2.map(lambda rows: tokenizer(rows["sentence"], truncation=True), batched=True)
trainer = Trainer(
    model=AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2),
    args=TrainingArguments("sst2"),
    train_dataset=encoded["train"],
    eval_dataset=encoded["validation"],
    data_collator=DataCollatorWithPadding(tokenizer=tokenizer),
)
trainer.train()

trainer = Trainer(
    model=AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=1),
    args=TrainingArguments("regression"),
    train_dataset=encoded["train"].rename_column("label", "labels").remove_columns(["sentence", "idx"]),
    processing_class=tokenizer,
)
trainer.train()

swag = load_dataset("swag", "regular", split="train")
Trainer(AutoModelForMultipleChoice.from_pretrained("bert-base-uncased"), train_dataset=swag).train()
