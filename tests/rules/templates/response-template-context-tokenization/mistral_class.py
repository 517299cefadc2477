# versions: transformers==4.51.3 trl==0.19.1
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer


class Run:
    def __init__(self, name):
        self.tokenizer = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForCausalLM.from_pretrained(name)

    def write(self, row):
        return f"### Question: {row['q']}\n### Answer: {row['a']}"

    def go(self):
        SFTTrainer(
            self.model,
            args=SFTConfig("out"),
            train_dataset=load_dataset("json", data_files="qa.jsonl", split="train"),
            formatting_func=self.write,
            data_collator=DataCollatorForCompletionOnlyLM("### Answer:", tokenizer=self.tokenizer),  # expect: response-template-context-tokenization
        ).train()


Run("mistralai/Mistral-7B-v0.1").go()
