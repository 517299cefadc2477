from datasets import load_dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
tokenizer.add_special_tokens({"pad_token": "<|pad|>"})
model.resize_token_embeddings(len(tokenizer))
data = load_dataset("json", data_files="tools.jsonl", split="train")
lora = LoraConfig(r=16, target_modules=["q_proj", "v_proj"])
SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer, peft_config=lora).train()
