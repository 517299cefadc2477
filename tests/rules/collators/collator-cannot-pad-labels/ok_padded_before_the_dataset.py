from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorWithPadding, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
encoded = tokenizer(["one two three", "four five six seven"], padding=True)
encoded["labels"] = encoded["input_ids"].copy()
trainer = Trainer(
    model=model,
    args=TrainingArguments("out"),
    train_dataset=Dataset.from_dict(encoded),
    data_collator=DataCollatorWithPadding(tokenizer),
)
trainer.train()
