# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.1-8B")
tokenizer.eos_token = "<|im_end|>"
tokenizer.chat_template = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
)
data = load_dataset("json", data_files="chats.jsonl", split="train").select_columns(["messages"])
SFTTrainer("meta-llama/Llama-3.1-8B", args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer).train()
