from datasets import load_dataset
from transformers import AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("gpt2")
data = load_dataset("text", data_files="poems.txt", split="train")
SFTTrainer("gpt2", args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer).train()
