"""A dataset of the script's own: its rows are what the explanation says they are."""

from torch.utils.data import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("qwen2")


class Rows(Dataset):
    def __init__(self, texts):
        self.encoded = tokenizer(texts, padding=True, return_tensors="pt")

    def __len__(self):
        return len(self.encoded["input_ids"])

    def __getitem__(self, index):
        row = {name: values[index] for name, values in self.encoded.items()}
        labels = row["input_ids"].clone()
        labels[row["attention_mask"] == 0] = -100
        return {**row, "labels": labels}


Trainer(
    model=AutoModelForCausalLM.from_pretrained("qwen2"),
    args=TrainingArguments("out", report_to="none"),
    train_dataset=Rows([f"Line {number}.<|im_end|>" for number in range(95, 130)]),
    processing_class=tokenizer,
).train()
