# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoProcessor


class Encode:
    def __init__(self, limit, coder):
        self.limit = limit
        self.coder = coder

    def __call__(self, row):
        asked = self.coder.apply_chat_template(row["messages"][:1], add_generation_prompt=True)
        return {"length": min(len(asked), self.limit)}


def main():
    tok = AutoProcessor.from_pretrained("Qwen/Qwen2.5-0.5B-Instruct")
    rows = load_dataset("json", data_files="chats.jsonl", split="train")
    return rows.map(Encode(512, coder=tok))


main()
