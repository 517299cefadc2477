# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-7B-Instruct")
tokenizer.chat_template = "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
data = load_dataset("json", data_files="chats.jsonl", split="train").select_columns(["messages"])
trainer = SFTTrainer("Qwen/Qwen2.5-7B-Instruct", args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer)
trainer.train()
