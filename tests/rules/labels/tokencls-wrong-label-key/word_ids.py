from datasets import load_dataset
from transformers import (
    AutoModelForTokenClassification,
    AutoTokenizer,
    DataCollatorForTokenClassification,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("bert-base-cased")
model = AutoModelForTokenClassification.from_pretrained("bert-base-cased", num_labels=9)


def encode(row):
    batch = tokenizer(row["tokens"], is_split_into_words=True, truncation=True)
    batch["label"] = [-100 if word is None else row["ner_tags"][word] for word in batch.word_ids()]
    return batch


data = load_dataset("conll2003", split="train")
data = data.map(encode, remove_columns=data.column_names)
trainer = Trainer(
    model=model,
    args=TrainingArguments("out"),
    train_dataset=data,
    data_collator=DataCollatorForTokenClassification(tokenizer),  # expect: tokencls-wrong-label-key @unsafe
)
trainer.train()
