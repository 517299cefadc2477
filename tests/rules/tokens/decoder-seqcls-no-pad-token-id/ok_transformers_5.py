# versions: transformers==5.23.0
from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("gpt2", pad_token="<|endoftext|>")
model = AutoModelForSequenceClassification.from_pretrained("gpt2", num_labels=2)
data = load_dataset("json", data_files="reviews.jsonl", split="train")
data = data.map(lambda row: {**tokenizer(row["text"]), "labels": row["stars"]}, remove_columns=data.column_names)
Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tokenizer).train()
