# versions: unsloth==2025.2.15 trl==0.14.0 transformers==4.48.3
# The call changes the trainer it is given, so its result may be dropped.
import unsloth
from datasets import load_dataset
from transformers import DataCollatorForSeq2Seq
from trl import SFTConfig, SFTTrainer
from unsloth_zoo.dataset_utils import train_on_responses_only


class Run:
    def __init__(self):
        self.model, self.tokenizer = unsloth.FastLanguageModel.from_pretrained("unsloth/Qwen2.5-7B")
        rows = load_dataset("json", data_files="chat.jsonl", split="train")
        self.rows = rows.map(self.render, remove_columns=rows.column_names)
        self.trainer = None

    def render(self, row):
        return {"text": self.tokenizer.apply_chat_template(row["messages"], tokenize=False)}

    def prepare(self):
        self.trainer = SFTTrainer(
            model=self.model,
            tokenizer=self.tokenizer,
            train_dataset=self.rows,
            data_collator=DataCollatorForSeq2Seq(self.tokenizer),
            args=SFTConfig(output_dir="out", dataset_text_field="text"),
        )
        train_on_responses_only(
            self.trainer, instruction_part="<|im_start|>user\n", response_part="<|im_start|>assistant\n"
        )

    def go(self):
        self.prepare()
        self.trainer.train()


Run().go()
