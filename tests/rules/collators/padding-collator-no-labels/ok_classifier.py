from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding
from transformers import Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")
data = load_dataset("imdb")
data = data.map(lambda batch: tokenizer(batch["text"], truncation=True), batched=True)
trainer = Trainer(
    model=model,
    args=TrainingArguments("o"),
    train_dataset=data["train"],
    data_collator=DataCollatorWithPadding(tokenizer),
    processing_class=tokenizer,
)
trainer.train()
