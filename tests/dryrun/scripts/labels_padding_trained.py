from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

TEXTS = ["The river is deep.", "Dogs learn fast and sleep late.", "Why is the sky blue?", "A token is a number."] * 20
tokenizer = AutoTokenizer.from_pretrained("qwen2")
model = AutoModelForCausalLM.from_pretrained("qwen2")
rows = Dataset.from_dict({"text": [text + tokenizer.eos_token for text in TEXTS]})


def tokenize(batch):
    tokens = tokenizer(batch["text"], padding="max_length", max_length=48)
    tokens["labels"] = [list(ids) for ids in tokens["input_ids"]]
    return tokens


rows = rows.map(tokenize, batched=True, remove_columns=["text"])  # expect: DRY009 padding-trained
Trainer(model, TrainingArguments("out"), train_dataset=rows).train()
