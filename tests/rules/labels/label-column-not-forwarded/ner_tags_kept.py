from datasets import Dataset
from transformers import (
    AutoModelForTokenClassification,
    AutoTokenizer,
    DataCollatorForTokenClassification,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("bert-base-cased")
data = Dataset.from_dict({"tokens": [["Ada", "writes"]], "ner_tags": [[1, 0]]})


def encode(batch):
    return tokenizer(batch["tokens"], is_split_into_words=True, truncation=True)


tokenized = data.map(encode, batched=True, remove_columns=["tokens"])
trainer = Trainer(
    model=AutoModelForTokenClassification.from_pretrained("bert-base-cased", num_labels=2),
    args=TrainingArguments("o"),
    data_collator=DataCollatorForTokenClassification(tokenizer),
    train_dataset=tokenized,  # expect: label-column-not-forwarded
)
trainer.train()
