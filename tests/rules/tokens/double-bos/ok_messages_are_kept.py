# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.1-8B-Instruct")
data = load_dataset("json", data_files="chats.jsonl", split="train")
data = data.map(lambda row: {"text": tokenizer.apply_chat_template(row["messages"], tokenize=False)})
SFTTrainer(
    "meta-llama/Llama-3.1-8B-Instruct", args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer
).train()
