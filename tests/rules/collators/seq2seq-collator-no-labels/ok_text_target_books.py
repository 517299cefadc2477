from datasets import load_dataset
from transformers import (
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    DataCollatorForSeq2Seq,
    Seq2SeqTrainer,
    Seq2SeqTrainingArguments,
)

checkpoint = "google-t5/t5-small"
tokenizer = AutoTokenizer.from_pretrained(checkpoint)
books = load_dataset("opus_books", "en-fr")["train"].train_test_split(test_size=0.2)


def preprocess(examples):
    inputs = ["translate: " + pair["en"] for pair in examples["translation"]]
    targets = [pair["fr"] for pair in examples["translation"]]
    return tokenizer(inputs, text_target=targets, max_length=128, truncation=True)


tokenized = books.map(preprocess, batched=True, remove_columns=books["train"].column_names)
trainer = Seq2SeqTrainer(
    model=AutoModelForSeq2SeqLM.from_pretrained(checkpoint),
    args=Seq2SeqTrainingArguments(output_dir="books", predict_with_generate=True),
    train_dataset=tokenized["train"],
    eval_dataset=tokenized["test"],
    processing_class=tokenizer,
    data_collator=DataCollatorForSeq2Seq(tokenizer=tokenizer, model=checkpoint),
)
trainer.train()
