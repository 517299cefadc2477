from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer, TrainingArguments

TEXTS = ["The river is deep.", "Dogs learn fast and sleep late.", "Why is the sky blue?", "A token is a number."] * 20
tokenizer = AutoTokenizer.from_pretrained("qwen2")
model = AutoModelForCausalLM.from_pretrained("qwen2")
rows = Dataset.from_dict({"text": [text + tokenizer.eos_token for text in TEXTS]})
rows = rows.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
args = TrainingArguments(
    "out",
    evaluation_strategy="steps",  # expect: DRY001 exception
)
Trainer(model, args, train_dataset=rows, data_collator=collator).train()
