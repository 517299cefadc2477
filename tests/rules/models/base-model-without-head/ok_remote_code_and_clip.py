import torch
from datasets import load_dataset
from transformers import AutoModel, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("THUDM/chatglm-6b", trust_remote_code=True)
data = load_dataset("json", data_files="a.jsonl", split="train")
trainer = Trainer(
    model=AutoModel.from_pretrained("THUDM/chatglm-6b", trust_remote_code=True),
    args=TrainingArguments("o"),
    train_dataset=data,
    data_collator=DataCollatorForSeq2Seq(tokenizer),
)
trainer.train()


def collate(rows):
    pixels = torch.stack([row["pixel_values"] for row in rows])
    ids = torch.tensor([row["input_ids"] for row in rows])
    return {"pixel_values": pixels, "input_ids": ids, "return_loss": True}


Trainer(
    model=AutoModel.from_pretrained("openai/clip-vit-base-patch32"),
    args=TrainingArguments("o", remove_unused_columns=False),
    train_dataset=data,
    data_collator=collate,
).train()
