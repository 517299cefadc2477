from datasets import load_dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
tokenizer.add_tokens(["<tool>", "</tool>"])
model.resize_token_embeddings(len(tokenizer))
new = tokenizer.convert_tokens_to_ids(["<tool>", "</tool>"])
data = load_dataset("json", data_files="tools.jsonl", split="train")
lora = LoraConfig(r=16, target_modules="all-linear", trainable_token_indices=new)
SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer, peft_config=lora).train()
