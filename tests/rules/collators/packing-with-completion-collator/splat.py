# versions: trl==0.15.2 transformers==4.48.3
from datasets import load_from_disk
from transformers import AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM as ResponsesOnly
from trl import SFTConfig, SFTTrainer

options = {"output_dir": "o", "packing": True}


class Job:
    def __init__(self):
        self.tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
        self.args = SFTConfig(**options)

    def run(self):
        SFTTrainer(
            model="Qwen/Qwen2.5-0.5B",
            args=self.args,
            train_dataset=load_from_disk("rows"),
            data_collator=ResponsesOnly("<|answer|>", tokenizer=self.tok),  # expect: packing-with-completion-collator @unsafe
        ).train()


Job().run()
