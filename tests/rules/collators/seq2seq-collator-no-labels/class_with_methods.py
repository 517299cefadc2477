from dataclasses import dataclass

from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers import DataCollatorForSeq2Seq as PadTogether
from transformers import Trainer, TrainingArguments


@dataclass
class Config:
    base: str = "Qwen/Qwen2.5-1.5B"
    file: str = "chats.jsonl"


class Finetuner:
    def __init__(self, config: Config):
        self.config = config
        self.tokenizer = AutoTokenizer.from_pretrained(config.base)
        self.model = AutoModelForCausalLM.from_pretrained(config.base)
        self.collator = PadTogether(self.tokenizer, pad_to_multiple_of=8)

    def _encode(self, example):
        text = example["question"] + "\n" + example["answer"]
        return self.tokenizer(text, truncation=True, max_length=512)

    def _dataset(self):
        data = load_dataset("json", data_files=self.config.file, split="train")
        return data.map(self._encode, remove_columns=data.column_names)

    def train(self):
        trainer = Trainer(
            self.model,
            TrainingArguments(output_dir="out"),
            train_dataset=self._dataset(),
            data_collator=self.collator,  # expect: seq2seq-collator-no-labels
        )
        trainer.train()


if __name__ == "__main__":
    Finetuner(Config()).train()
