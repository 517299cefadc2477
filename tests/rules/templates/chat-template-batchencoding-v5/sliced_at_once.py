# versions: transformers==5.23.0 trl==1.16.0
from transformers import AutoTokenizer


def shorten(messages):
    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")
    return tokenizer.apply_chat_template(messages)[-512:]  # expect: chat-template-batchencoding-v5
