from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained("me/classifier")
data = load_dataset("imdb", split="test").map(lambda row: tok(row["text"], truncation=True))
data.set_format("torch", columns=["input_ids", "attention_mask"])
print(Trainer(model=model, args=TrainingArguments("out"), processing_class=tok).predict(data))
