# versions: transformers==4.51.3 trl==0.19.1
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-2-7b-chat-hf")
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-2-7b-chat-hf")
collator = DataCollatorForCompletionOnlyLM("[/INST]", tokenizer=tokenizer)
data = load_dataset("json", data_files="chats.jsonl", split="train")
SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, data_collator=collator).train()
