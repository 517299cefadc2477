from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

TEXTS = ["The river is deep.", "Dogs learn fast and sleep late.", "Why is the sky blue?", "A token is a number."] * 20
tokenizer = AutoTokenizer.from_pretrained("qwen2")
model = AutoModelForCausalLM.from_pretrained("qwen2")
rows = Dataset.from_dict({"text": [text + tokenizer.eos_token for text in TEXTS]})


def tokenize(row):
    ids = tokenizer(row["text"])["input_ids"]
    return {"input_ids": ids[:-1], "labels": ids[1:]}


rows = rows.map(tokenize, remove_columns=["text"])  # expect: DRY012 shifted-twice
collator = DataCollatorForSeq2Seq(tokenizer)
Trainer(model, TrainingArguments("out"), train_dataset=rows, data_collator=collator).train()
