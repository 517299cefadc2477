from dataclasses import dataclass
from functools import partial

from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments


@dataclass
class Config:
    name: str = "Qwen/Qwen2.5-0.5B"
    length: int = 256


class Experiment:
    def __init__(self, config):
        self.config = config
        self.tokenizer = AutoTokenizer.from_pretrained(config.name)

    @property
    def model(self):
        return AutoModelForCausalLM.from_pretrained(self.config.name)

    @staticmethod
    def _encode(row, tokenizer, length):
        return tokenizer(row["text"], max_length=length, truncation=True)

    def rows(self):
        data = Dataset.from_dict({"text": ["one", "two"]})
        encode = partial(self._encode, tokenizer=self.tokenizer, length=self.config.length)
        return data.map(encode).remove_columns("text")

    def run(self):
        trainer = Trainer(
            model=self.model,
            args=TrainingArguments("out"),
            train_dataset=self.rows(),
            data_collator=DataCollatorForSeq2Seq(self.tokenizer),  # expect: seq2seq-collator-no-labels
        )
        trainer.train()


Experiment(Config()).run()
