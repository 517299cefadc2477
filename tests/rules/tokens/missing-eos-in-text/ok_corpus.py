# versions: transformers==5.23.0
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
from transformers import TrainingArguments

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("json", data_files="books.jsonl", split="train")
data = data.map(lambda row: tok(f"{row['title']}\n\n{row['body']}"), remove_columns=data.column_names)
Trainer(model, TrainingArguments("out"), DataCollatorForLanguageModeling(tok, mlm=False), data).train()
