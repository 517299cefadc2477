# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

data = load_dataset("trl-lib/tldr", split="train")
SFTTrainer(model="Qwen/Qwen3-0.6B", args=SFTConfig("out", completion_only_loss=True), train_dataset=data).train()
