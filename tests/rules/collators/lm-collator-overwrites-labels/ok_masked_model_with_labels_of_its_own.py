from datasets import load_dataset
from transformers import (
    AutoModelForMaskedLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
raw = load_dataset("text", data_files="book.txt", split="train")


def encode(rows):
    result = tokenizer(rows["text"], truncation=True)
    result["word_ids"] = [result.word_ids(i) for i in range(len(result["input_ids"]))]
    result["labels"] = result["input_ids"].copy()
    return result


data = raw.map(encode, batched=True, remove_columns=raw.column_names)
collator = DataCollatorForLanguageModeling(tokenizer=tokenizer, mlm_probability=0.15)
Trainer(
    AutoModelForMaskedLM.from_pretrained("bert-base-uncased"),
    TrainingArguments("mlm"),
    data_collator=collator,
    train_dataset=data.remove_columns("word_ids"),
).train()
