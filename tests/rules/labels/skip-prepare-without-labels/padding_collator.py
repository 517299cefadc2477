# versions: trl==0.19.1 transformers==4.52.4
from datasets import load_from_disk
from transformers import AutoTokenizer, DataCollatorWithPadding
from trl import SFTConfig, SFTTrainer


class Job:
    def __init__(self):
        self.tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
        self.args = SFTConfig("o")
        self.args.dataset_kwargs = {"skip_prepare_dataset": True}  # expect: skip-prepare-without-labels @none

    def train(self):
        rows = load_from_disk("rows").select_columns(["input_ids", "attention_mask"])
        SFTTrainer(
            "Qwen/Qwen2.5-0.5B",
            self.args,
            DataCollatorWithPadding(self.tok),
            rows,
        ).train()


Job().train()
