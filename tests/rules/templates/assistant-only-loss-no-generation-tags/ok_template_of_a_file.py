# versions: transformers==5.23.0 trl==1.16.0
from pathlib import Path

from datasets import load_dataset
from transformers import AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B-Base")
tokenizer.chat_template = Path("template.jinja").read_text()
data = load_dataset("json", data_files="chats.jsonl", split="train").select_columns(["messages"])
config = SFTConfig("out", assistant_only_loss=True)
trainer = SFTTrainer("Qwen/Qwen3-0.6B-Base", args=config, train_dataset=data, processing_class=tokenizer)
trainer.train()
