# versions: transformers==4.57.3 trl==0.24.0
import datasets as hfd
import transformers as hf

tokenizer = hf.AutoTokenizer.from_pretrained("gpt2")
tokenizer.pad_token = tokenizer.eos_token
model = hf.AutoModelForSequenceClassification.from_pretrained("gpt2", num_labels=2)  # expect: decoder-seqcls-no-pad-token-id
data = hfd.load_dataset("json", data_files="reviews.jsonl", split="train")
data = data.map(lambda row: {**tokenizer(row["text"]), "labels": row["stars"]}, remove_columns=data.column_names)
trainer = hf.Trainer(model=model, args=hf.TrainingArguments("out"), train_dataset=data, processing_class=tokenizer)
trainer.train()
