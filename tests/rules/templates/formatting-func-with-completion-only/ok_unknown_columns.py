# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

data = load_dataset("trl-lib/tldr", split="train")
trainer = SFTTrainer(
    "Qwen/Qwen3-0.6B", args=SFTConfig("out"), train_dataset=data, formatting_func=lambda row: row["text"]
)
trainer.train()
