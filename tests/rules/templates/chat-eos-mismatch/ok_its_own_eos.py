# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B-Instruct")
tokenizer.chat_template = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
)
data = load_dataset("json", data_files="chats.jsonl", split="train").select_columns(["messages"])
SFTTrainer("Qwen/Qwen2.5-0.5B-Instruct", args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer).train()
