from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
rows = Dataset.from_dict(dict(tokenizer(["a", "b"])))
trainer = Trainer(model=model, args=TrainingArguments("o"), processing_class=tokenizer)
print(trainer.predict(rows))
