# versions: transformers==4.57.3 trl==0.24.0
from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("gpt2", pad_token="<|endoftext|>")
model = AutoModelForSequenceClassification.from_pretrained("gpt2", num_labels=2)
data = load_dataset("json", data_files="reviews.jsonl", split="train")
data = data.map(lambda row: {**tokenizer(row["text"]), "labels": row["stars"]}, remove_columns=data.column_names)
args = TrainingArguments("out", per_device_train_batch_size=1, per_device_eval_batch_size=1)
Trainer(model=model, args=args, train_dataset=data, processing_class=tokenizer).train()
