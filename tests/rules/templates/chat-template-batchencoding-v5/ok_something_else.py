# versions: transformers==4.57.3 trl==0.24.0
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")


def encode(row):
    ids = tokenizer.apply_chat_template(row["messages"])
    return {"input_ids": ids, "length": len(ids)}
