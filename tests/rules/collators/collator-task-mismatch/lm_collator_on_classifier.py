from datasets import load_dataset
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("roberta-base")
model = AutoModelForSequenceClassification.from_pretrained("roberta-base", num_labels=4)
news = load_dataset("ag_news", split="train").map(lambda batch: tokenizer(batch["text"], truncation=True), batched=True)
collator = DataCollatorForLanguageModeling(tokenizer=tokenizer, mlm=False)
trainer = Trainer(
    model=model,
    args=TrainingArguments("news"),
    train_dataset=news,
    data_collator=collator,  # expect: collator-task-mismatch @unsafe
)
trainer.train()
