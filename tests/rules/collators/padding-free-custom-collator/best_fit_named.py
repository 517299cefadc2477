# versions: trl==1.0.0 transformers==5.2.0
from datasets import load_from_disk
from trl import SFTConfig, SFTTrainer


class Collate:
    def __init__(self, pad):
        self.pad = pad

    def __call__(self, rows):
        return make_batch(rows, self.pad)


class Training:
    def __init__(self):
        self.config = SFTConfig(output_dir="o", packing=True, packing_strategy="bfd_split", max_length=4096)
        self.collate = Collate(0)

    def run(self):
        SFTTrainer(
            model="Qwen/Qwen3-0.6B",
            args=self.config,
            train_dataset=load_from_disk("rows"),
            data_collator=self.collate,  # expect: padding-free-custom-collator @unsafe
        ).train()


Training().run()
