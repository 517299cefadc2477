from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("qwen2")
tokenizer.add_special_tokens({"mask_token": "<|im_start|>"})
model = AutoModelForCausalLM.from_pretrained("qwen2")
rows = Dataset.from_dict({"text": ["The river is deep.", "Dogs learn fast and sleep late."] * 20})
rows = rows.map(lambda row: tokenizer(row["text"] + tokenizer.eos_token), remove_columns=["text"])
collator = DataCollatorForLanguageModeling(tokenizer)  # expect: DRY013 masked-language-modeling
Trainer(model, TrainingArguments("out"), train_dataset=rows, data_collator=collator).train()
