# versions: transformers==5.23.0 trl==1.16.0
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")


def encode(row):
    text = tokenizer.apply_chat_template(row["messages"], tokenize=False)
    return {"text": text[:2000], "length": len(text)}
