from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer

from trl import DPOConfig, DPOTrainer

tokenizer = AutoTokenizer.from_pretrained("qwen2")
model = AutoModelForCausalLM.from_pretrained("qwen2")
rows = Dataset.from_dict({"prompt": ["Why? "] * 20, "chosen": ["It is so."] * 20, "rejected": ["No."] * 20})
DPOTrainer(model, args=DPOConfig("out"), train_dataset=rows, processing_class=tokenizer).train()
