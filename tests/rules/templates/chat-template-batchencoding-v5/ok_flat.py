# versions: transformers==5.23.0 trl==1.16.0
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")


def encode(row):
    prompt = tokenizer.apply_chat_template(row["messages"][:-1], add_generation_prompt=True, return_dict=False)
    ids = tokenizer(row["text"])["input_ids"]
    return {"input_ids": ids, "labels": [-100] * len(prompt) + ids[len(prompt) :]}
