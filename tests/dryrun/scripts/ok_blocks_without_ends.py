from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments, default_data_collator

TEXTS = ["The river is deep.", "Dogs learn fast and sleep late.", "Why is the sky blue?", "A token is a number."] * 20
tokenizer = AutoTokenizer.from_pretrained("qwen2")
model = AutoModelForCausalLM.from_pretrained("qwen2")
rows = Dataset.from_dict({"text": [text + tokenizer.eos_token for text in TEXTS]})


def blocks(batch):
    ids = [one for text in batch["text"] for one in tokenizer(text.replace(tokenizer.eos_token, " "))["input_ids"]]
    cut = [ids[at : at + 16] for at in range(0, len(ids) - 16, 16)]
    return {"input_ids": cut, "labels": [list(one) for one in cut], "attention_mask": [[1] * 16 for _ in cut]}


rows = rows.map(blocks, batched=True, remove_columns=["text"])
Trainer(model, TrainingArguments("out"), train_dataset=rows, data_collator=default_data_collator).train()
