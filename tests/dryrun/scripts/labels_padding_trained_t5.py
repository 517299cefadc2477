from datasets import Dataset
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, Seq2SeqTrainer, Seq2SeqTrainingArguments

TEXTS = ["The river is deep.", "Dogs learn fast and sleep late.", "Why is the sky blue?", "A token is a number."] * 20
tokenizer = AutoTokenizer.from_pretrained("t5")
model = AutoModelForSeq2SeqLM.from_pretrained("t5")


def tokenize(row):
    tokens = tokenizer(row["text"], padding="max_length", max_length=32)
    tokens["labels"] = tokenizer(text_target=row["summary"], padding="max_length", max_length=16)["input_ids"]
    return tokens


rows = Dataset.from_dict({"text": TEXTS, "summary": ["short"] * len(TEXTS)})
rows = rows.map(tokenize, remove_columns=["text", "summary"])  # expect: DRY009 padding-trained
Seq2SeqTrainer(model, Seq2SeqTrainingArguments("out"), train_dataset=rows, processing_class=tokenizer).train()
