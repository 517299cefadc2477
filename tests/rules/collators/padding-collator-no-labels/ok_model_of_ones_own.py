import torch
from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments


class Distilled(torch.nn.Module):
    def __init__(self, teacher, student):
        super().__init__()
        self.teacher, self.student = teacher, student

    def forward(self, input_ids, attention_mask=None):
        target = self.teacher(input_ids, attention_mask).logits
        logits = self.student(input_ids, attention_mask).logits
        return {"loss": (target - logits).pow(2).mean(), "logits": logits}


tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
load = AutoModelForCausalLM.from_pretrained
rows = Dataset.from_dict({"text": ["a", "b"]}).map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
trainer = Trainer(
    model=Distilled(load("Qwen/Qwen2.5-1.5B"), load("Qwen/Qwen2.5-0.5B")),
    args=TrainingArguments("o"),
    train_dataset=rows,
    processing_class=tokenizer,
)
trainer.train()
