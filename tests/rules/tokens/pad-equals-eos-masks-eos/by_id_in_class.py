import transformers
from datasets import load_dataset


class Run:
    def __init__(self, name="mistralai/Mistral-7B-v0.1"):
        self.tok = transformers.AutoTokenizer.from_pretrained(name, add_eos_token=True)
        self.tok.pad_token_id = self.tok.eos_token_id  # expect: pad-equals-eos-masks-eos
        self.model = transformers.AutoModelForCausalLM.from_pretrained(name)
        self.model.config.pad_token_id = self.tok.pad_token_id

    def encode(self, row):
        return self.tok(row["text"], truncation=True, max_length=512)

    def go(self):
        data = load_dataset("json", data_files="a.jsonl", split="train")
        data = data.map(self.encode, remove_columns=data.column_names)
        collate = transformers.DataCollatorForLanguageModeling(self.tok, mlm=False)
        transformers.Trainer(self.model, transformers.TrainingArguments("o"), collate, data).train()


Run().go()
