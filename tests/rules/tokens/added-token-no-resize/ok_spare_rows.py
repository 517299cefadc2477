from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
tokenizer.add_tokens(["<tool>", "</tool>"])
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("json", data_files="tools.jsonl", split="train")
SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer).train()
