# versions: transformers==5.23.0 trl==1.16.0
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")


def encode(row):
    ids = tokenizer.apply_chat_template(row["messages"])
    if hasattr(ids, "keys"):
        ids = ids["input_ids"]
    return {"input_ids": ids, "length": len(ids)}
