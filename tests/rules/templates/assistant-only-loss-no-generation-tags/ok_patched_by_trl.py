# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

data = load_dataset("json", data_files="chats.jsonl", split="train")
config = SFTConfig("out", assistant_only_loss=True)
trainer = SFTTrainer("Qwen/Qwen2.5-0.5B-Instruct", args=config, train_dataset=data)
trainer.train()
