from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer, clone_chat_template

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.1-8B")
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.1-8B")
model, tokenizer, added = clone_chat_template(model, tokenizer, "Qwen/Qwen3-0.6B")
data = load_dataset("json", data_files="chats.jsonl", split="train").select_columns(["messages"])
trainer = SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer)
trainer.train()
