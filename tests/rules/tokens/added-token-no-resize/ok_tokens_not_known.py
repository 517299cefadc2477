import json

from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
tokenizer.add_tokens(json.load(open("tokens.json")))
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
data = load_dataset("json", data_files="tools.jsonl", split="train")
SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer).train()
