# versions: transformers==4.46.3 trl==0.12.2
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer, setup_chat_format

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.1-8B")
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.1-8B")
model, tokenizer = setup_chat_format(model, tokenizer)
tokenizer.pad_token = "<|finetune_right_pad_id|>"
data = load_dataset("json", data_files="chats.jsonl", split="train").select_columns(["messages"])
trainer = SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer)
trainer.train()
