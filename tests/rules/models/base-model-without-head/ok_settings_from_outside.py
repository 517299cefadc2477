# Whether the checkpoint brings its own code is decided outside.
import json
import os

from datasets import load_dataset
from transformers import AutoModel, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

with open("model.json") as file:
    settings = json.load(file)
tokenizer = AutoTokenizer.from_pretrained("THUDM/chatglm3-6b", trust_remote_code=True)
models = [
    AutoModel.from_pretrained("THUDM/chatglm3-6b", **settings),
    AutoModel.from_pretrained("THUDM/chatglm3-6b", trust_remote_code=bool(os.environ.get("TRUST"))),
]
for model in models:
    Trainer(
        model=model,
        args=TrainingArguments("o"),
        train_dataset=load_dataset("json", data_files="a.jsonl", split="train"),
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    ).train()
