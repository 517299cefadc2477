from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
from transformers import TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("text", data_files="poems.txt", split="train")
data = data.map(lambda row: tokenizer(row["text"], truncation=True), remove_columns=["text"])
collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, data_collator=collator).train()
