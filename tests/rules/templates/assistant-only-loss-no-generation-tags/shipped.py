# versions: transformers==4.56.2 trl==0.24.0
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

data = load_dataset("json", data_files="chats.jsonl", split="train")
options = {"output_dir": "out", "assistant_only_loss": True}  # expect: assistant-only-loss-no-generation-tags
trainer = SFTTrainer("Qwen/Qwen2.5-0.5B-Instruct", args=SFTConfig(**options), train_dataset=data)
trainer.train()
