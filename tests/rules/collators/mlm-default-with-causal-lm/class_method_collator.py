from datasets import load_from_disk
from transformers import AutoTokenizer, LlamaForCausalLM, TrainingArguments
from transformers import DataCollatorForLanguageModeling as Collator
from transformers import Trainer as HFTrainer


class Adapter:
    checkpoint = "meta-llama/Llama-3.2-1B"

    def __init__(self, folder):
        self.folder = folder
        self.tokenizer = AutoTokenizer.from_pretrained(self.checkpoint)
        self.model = LlamaForCausalLM.from_pretrained(self.checkpoint)

    def collator(self):
        return Collator(tokenizer=self.tokenizer)  # expect: mlm-default-with-causal-lm [error] @safe

    def fit(self):
        trainer = HFTrainer(
            self.model,
            TrainingArguments(output_dir="o"),
            data_collator=self.collator(),
            train_dataset=load_from_disk(self.folder)["train"],
        )
        trainer.train()


Adapter("tokenized").fit()
