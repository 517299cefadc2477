# versions: unsloth==2024.12.4 trl==0.12.2 transformers==4.46.3
from functools import partial

from unsloth import FastLanguageModel
from unsloth.chat_templates import train_on_responses_only

from datasets import load_dataset
from transformers import DataCollatorForSeq2Seq, TrainingArguments
from trl import SFTTrainer

mask = partial(
    train_on_responses_only,
    instruction_part="<|im_start|>user\n",
    response_part="<|im_start|>assistant\n",
)


class Finetune:
    def __init__(self, name):
        self.model, self.tokenizer = FastLanguageModel.from_pretrained(name)
        self.trainer = None

    def build(self, data):
        self.trainer = SFTTrainer(
            model=self.model,
            tokenizer=self.tokenizer,
            train_dataset=data,
            dataset_text_field="text",
            data_collator=DataCollatorForSeq2Seq(tokenizer=self.tokenizer),
            args=TrainingArguments(output_dir="o"),
        )
        return self

    def mask(self):
        self.trainer = mask(self.trainer)
        return self

    def run(self):
        self.trainer.train()


if __name__ == "__main__":
    rows = load_dataset("json", data_files="a.jsonl", split="train")
    rows = rows.map(lambda row: {"text": row["chat"]})
    Finetune("unsloth/Qwen2.5-0.5B-Instruct").build(rows).mask().run()
