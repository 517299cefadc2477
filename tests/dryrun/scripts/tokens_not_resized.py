from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer, TrainingArguments

TEXTS = ["The river is deep.", "Dogs learn fast and sleep late.", "Why is the sky blue?", "A token is a number."] * 20
tokenizer = AutoTokenizer.from_pretrained("small")
model = AutoModelForCausalLM.from_pretrained("small")
tokenizer.add_special_tokens({"additional_special_tokens": ["<note>"]})  # expect: DRY015 not-resized
rows = Dataset.from_dict({"text": ["<note>" + text + tokenizer.eos_token for text in TEXTS]})
rows = rows.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
Trainer(model, TrainingArguments("out"), train_dataset=rows, data_collator=collator).train()
