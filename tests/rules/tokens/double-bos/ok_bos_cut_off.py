# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.1-8B-Instruct")


def write(row):
    text = tokenizer.apply_chat_template(row["messages"], tokenize=False)
    return {"text": text.removeprefix(tokenizer.bos_token)}


data = load_dataset("json", data_files="chats.jsonl", split="train")
data = data.map(write, remove_columns=data.column_names)
SFTTrainer(
    "meta-llama/Llama-3.1-8B-Instruct", args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer
).train()
