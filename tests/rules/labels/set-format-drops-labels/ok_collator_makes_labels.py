from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
from transformers import TrainingArguments

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("imdb", split="train").map(lambda row: tok(row["text"], truncation=True))
data.set_format("torch", columns=["input_ids", "attention_mask"])
Trainer(model, TrainingArguments("out"), DataCollatorForLanguageModeling(tok, mlm=False), data).train()
