import transformers as hf
from datasets import load_dataset


class Job:
    def __init__(self, name):
        self.tok = hf.AutoTokenizer.from_pretrained(name)
        self.model = hf.AutoModelForCausalLM.from_pretrained(name)

    def encode(self, row):
        out = self.tok(row["text"], padding="max_length", truncation=True, max_length=512)
        out["labels"] = out["input_ids"].copy()  # expect: labels-copy-pad-not-masked @none
        return out

    def run(self):
        raw = load_dataset("text", data_files="a.txt", split="train")
        rows = raw.map(self.encode, remove_columns=["text"])
        hf.Trainer(
            model=self.model, args=hf.TrainingArguments("o"), train_dataset=rows, data_collator=hf.default_data_collator
        ).train()


Job("Qwen/Qwen2.5-0.5B").run()
