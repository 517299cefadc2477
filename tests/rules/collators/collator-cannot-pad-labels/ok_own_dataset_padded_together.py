from torch.utils.data import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


class Rows(Dataset):
    def __init__(self, texts):
        self.encoded = tokenizer(texts, padding=True, truncation=True, return_tensors="pt")

    def __len__(self):
        return len(self.encoded["input_ids"])

    def __getitem__(self, index):
        ids = self.encoded["input_ids"][index]
        return {"input_ids": ids, "attention_mask": self.encoded["attention_mask"][index], "labels": ids.clone()}


rows = Rows(["one two three", "four five six seven"])
trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=rows, processing_class=tokenizer)
trainer.train()
