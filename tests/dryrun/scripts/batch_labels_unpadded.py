from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorWithPadding, Trainer, TrainingArguments

TEXTS = ["The river is deep.", "Dogs learn fast and sleep late.", "Why is the sky blue?", "A token is a number."] * 20
tokenizer = AutoTokenizer.from_pretrained("qwen2")
model = AutoModelForCausalLM.from_pretrained("qwen2")
rows = Dataset.from_dict({"text": [text + tokenizer.eos_token for text in TEXTS]})


def tokenize(row):
    ids = tokenizer(row["text"])["input_ids"]
    return {"input_ids": ids, "labels": list(ids)}


rows = rows.map(tokenize, remove_columns=["text"])
collator = DataCollatorWithPadding(tokenizer)
trainer = Trainer(
    model=model, args=TrainingArguments("out"), train_dataset=rows,
    data_collator=collator,  # expect: DRY002 labels-not-padded
)
trainer.train()
