from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
tokenizer.add_special_tokens({"pad_token": "<|finetune_right_pad_id|>"})
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
data = load_dataset("json", data_files="tools.jsonl", split="train")
SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer).train()
