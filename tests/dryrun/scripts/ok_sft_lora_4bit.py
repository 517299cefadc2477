from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer

import torch
from peft import LoraConfig
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("qwen2")
model = AutoModelForCausalLM.from_pretrained(
    "qwen2", dtype=torch.bfloat16, load_in_4bit=True, device_map="auto", attn_implementation="flash_attention_2"
)
rows = Dataset.from_dict({"prompt": ["Why is the sky blue? ", "Why? "] * 20, "completion": ["It is.", "So it is."] * 20})
args = SFTConfig("out", max_length=128, packing=False)
lora = LoraConfig(r=8, target_modules=["q_proj", "k_proj", "v_proj", "o_proj"], task_type="CAUSAL_LM")
SFTTrainer(model, args=args, train_dataset=rows, processing_class=tokenizer, peft_config=lora).train()
