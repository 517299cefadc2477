import transformers as hf
from datasets import load_from_disk


class Collate:
    def __init__(self, tok, prompt):
        self.tok = tok
        self.prompt = prompt

    def __call__(self, rows):
        batch = self.tok([self.prompt + row["text"] for row in rows], padding="longest", return_tensors="pt")
        labels = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
        length = len(self.tok(self.prompt)["input_ids"])
        labels[:, :length] = -100  # expect: left-padding-prefix-mask @none
        batch["labels"] = labels
        return batch


def main():
    tok = hf.AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    tok.padding_side = "left"
    settings = {"data_collator": Collate(tok, "Translate: "), "train_dataset": load_from_disk("rows")}
    hf.Trainer(hf.AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"), hf.TrainingArguments("o", remove_unused_columns=False), **settings).train()


main()
