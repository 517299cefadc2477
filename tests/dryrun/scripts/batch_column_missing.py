from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

TEXTS = ["The river is deep.", "Dogs learn fast and sleep late.", "Why is the sky blue?", "A token is a number."] * 20
tokenizer = AutoTokenizer.from_pretrained("qwen2")
model = AutoModelForCausalLM.from_pretrained("qwen2")
rows = Dataset.from_dict({"text": [text + tokenizer.eos_token for text in TEXTS]})


def collate(features):
    texts = [one["text"] for one in features]  # expect: DRY002 missing-column
    batch = tokenizer(texts, padding=True, return_tensors="pt")
    return {**batch, "labels": batch["input_ids"]}


rows = rows.map(lambda row: tokenizer(row["text"]))
Trainer(model, TrainingArguments("out"), train_dataset=rows, data_collator=collate).train()
