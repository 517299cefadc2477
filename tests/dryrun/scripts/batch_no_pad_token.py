from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer, TrainingArguments

TEXTS = ["The river is deep.", "Dogs learn fast and sleep late.", "Why is the sky blue?", "A token is a number."] * 20
tokenizer = AutoTokenizer.from_pretrained("llama")  # expect: DRY002 no-pad-token
model = AutoModelForCausalLM.from_pretrained("llama")
rows = Dataset.from_dict({"text": TEXTS}).map(lambda row: tokenizer(row["text"] + "</s>"), remove_columns=["text"])
collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
Trainer(model, TrainingArguments("out"), train_dataset=rows, data_collator=collator).train()
