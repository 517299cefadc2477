# versions: transformers==5.23.0 trl==1.16.0
from transformers import PreTrainedTokenizerFast


class Encoder:
    def __init__(self):
        self.tok = PreTrainedTokenizerFast.from_pretrained("Qwen/Qwen3-0.6B")

    def __call__(self, row, limit=512):
        ids = self.tok.apply_chat_template(row["messages"], tokenize=True)  # expect: chat-template-batchencoding-v5
        return {"input_ids": ids, "attention_mask": [1] * limit}
