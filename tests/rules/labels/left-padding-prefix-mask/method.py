from datasets import load_from_disk
from transformers import AutoModelForCausalLM as Model
from transformers import AutoTokenizer, Trainer, TrainingArguments


class Job:
    def __init__(self):
        self.tok = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B", padding_side="left", pad_token="<|pad|>")
        self.model = Model.from_pretrained("meta-llama/Llama-3.2-1B")
        self.model.resize_token_embeddings(len(self.tok))

    def collate(self, rows):
        out = self.tok([row["text"] for row in rows], padding=True, return_tensors="pt")
        out["labels"] = out["input_ids"].masked_fill(out["attention_mask"] == 0, -100)
        out["labels"][:, : rows[0]["prompt_tokens"]] = -100  # expect: left-padding-prefix-mask @none
        return out

    def run(self):
        Trainer(self.model, TrainingArguments("o", remove_unused_columns=False), self.collate, load_from_disk("rows")).train()


Job().run()
