import copy

import transformers
from datasets import load_dataset
from transformers import Trainer, TrainingArguments

IGNORE_INDEX = -100


class Instructor:
    def __init__(self):
        self.tokenizer = transformers.AutoTokenizer.from_pretrained("meta-llama/Llama-2-7b-hf")
        self.model = transformers.AutoModelForCausalLM.from_pretrained("meta-llama/Llama-2-7b-hf")
        self.tokenizer.add_special_tokens({"pad_token": "[PAD]"})
        self.model.resize_token_embeddings(len(self.tokenizer))

    def preprocess(self, example):
        source = self.tokenizer(example["instruction"])["input_ids"]
        target = self.tokenizer(example["output"], add_special_tokens=False)["input_ids"]
        input_ids = source + target + [self.tokenizer.eos_token_id]
        labels = copy.deepcopy(input_ids)
        labels[: len(source)] = [IGNORE_INDEX] * len(source)
        return dict(input_ids=input_ids, labels=labels, attention_mask=[1] * len(input_ids))

    def train(self):
        data = load_dataset("tatsu-lab/alpaca", split="train")
        data = data.map(self.preprocess, remove_columns=data.column_names)
        trainer = Trainer(
            model=self.model,
            args=TrainingArguments(output_dir="alpaca"),
            train_dataset=data,
            data_collator=transformers.DataCollatorForLanguageModeling(  # expect: lm-collator-overwrites-labels [error] @safe
                self.tokenizer, mlm=False
            ),
        )
        trainer.train()


Instructor().train()
