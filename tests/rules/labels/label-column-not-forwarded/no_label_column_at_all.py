from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding
from transformers import Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
data = load_dataset("imdb", split="train")
data = data.map(lambda batch: tokenizer(batch["text"]), batched=True, remove_columns=data.column_names)
trainer = Trainer(
    model=AutoModelForSequenceClassification.from_pretrained("bert-base-uncased"),
    args=TrainingArguments("o"),
    train_dataset=data,  # expect: label-column-not-forwarded
    data_collator=DataCollatorWithPadding(tokenizer),
)
trainer.train()
