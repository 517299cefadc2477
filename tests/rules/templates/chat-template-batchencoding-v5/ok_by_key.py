# versions: transformers==5.23.0 trl==1.16.0
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")


def encode(row):
    prompt = tokenizer.apply_chat_template(row["messages"], add_generation_prompt=True)
    return {"input_ids": prompt["input_ids"], "length": len(prompt["input_ids"])}
