from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
from transformers import TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("gpt2")
model = AutoModelForCausalLM.from_pretrained("gpt2")
data = load_dataset("text", data_files="poems.txt", split="train")
data = data.map(lambda row: tokenizer(row["text"], truncation=True), remove_columns=["text"])
collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, data_collator=collator)  # expect: missing-pad-token
trainer.train()
