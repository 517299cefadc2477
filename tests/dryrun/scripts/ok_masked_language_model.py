from datasets import Dataset
from transformers import AutoModelForMaskedLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("bert")
model = AutoModelForMaskedLM.from_pretrained("bert")
rows = Dataset.from_dict({"text": ["Deep.", "Dogs."] * 20})
rows = rows.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
collator = DataCollatorForLanguageModeling(tokenizer, mlm_probability=0.15)
Trainer(model, TrainingArguments("out"), train_dataset=rows, data_collator=collator).train()
