# versions: transformers==4.51.3 trl==0.17.0
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

data = load_dataset("json", data_files="qa.jsonl", split="train")
config = SFTConfig("out", completion_only_loss=True)
trainer = SFTTrainer("Qwen/Qwen3-0.6B", args=config, train_dataset=data, formatting_func=lambda row: row["text"])
trainer.train()
