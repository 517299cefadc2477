from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
data = load_dataset("glue", "mrpc")
data = data.map(lambda row: tokenizer(row["sentence1"], row["sentence2"]), batched=True)
data = data.remove_columns(["sentence1", "sentence2", "idx"]).with_format("torch")
trainer = Trainer(
    model=AutoModelForSequenceClassification.from_pretrained("bert-base-uncased"),
    args=TrainingArguments("o"),
    train_dataset=data["train"],
    processing_class=tokenizer,
)
trainer.train()
