from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding, Trainer
from transformers import TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("roberta-base")
model = AutoModelForSequenceClassification.from_pretrained("roberta-base", num_labels=4)
news = load_dataset("ag_news", split="train").map(lambda batch: tokenizer(batch["text"], truncation=True), batched=True)
Trainer(model, TrainingArguments("news"), DataCollatorWithPadding(tokenizer), news).train()
