# versions: transformers==5.23.0
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
from transformers import TrainingArguments


class Job:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForCausalLM.from_pretrained(name)

    def encode(self, row):
        prompt = "Question: " + row["question"] + "\nAnswer: "
        return self.tok(prompt + row["answer"], truncation=True)  # expect: missing-eos-in-text

    def run(self):
        data = load_dataset("json", data_files="qa.jsonl", split="train")
        data = data.map(self.encode, remove_columns=data.column_names)
        collator = DataCollatorForLanguageModeling(self.tok, mlm=False)
        Trainer(self.model, TrainingArguments("out"), collator, data).train()


Job("Qwen/Qwen2.5-0.5B").run()
