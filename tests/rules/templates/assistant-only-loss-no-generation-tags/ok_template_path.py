# versions: transformers==4.56.2 trl==0.24.0
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

data = load_dataset("json", data_files="chats.jsonl", split="train")
config = SFTConfig("out", assistant_only_loss=True, chat_template_path="HuggingFaceTB/SmolLM3-3B")
trainer = SFTTrainer("Qwen/Qwen2.5-0.5B-Instruct", args=config, train_dataset=data)
trainer.train()
