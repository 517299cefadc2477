import torch
import transformers as hf
from datasets import load_from_disk


class NextToken:
    def __call__(self, rows):
        chunk = torch.tensor([row["input_ids"] for row in rows])
        inputs = chunk[:, :-1].contiguous()
        return {"input_ids": inputs, "labels": chunk[:, 1:].contiguous()}  # expect: double-shifted-labels @none


class Job:
    def __init__(self):
        self.model = hf.GPT2LMHeadModel.from_pretrained("gpt2")

    def run(self):
        settings = {"args": hf.TrainingArguments("o"), "data_collator": NextToken()}
        hf.Trainer(model=self.model, train_dataset=load_from_disk("blocks"), **settings).train()


Job().run()
