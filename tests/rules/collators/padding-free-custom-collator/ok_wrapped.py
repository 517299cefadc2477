# versions: trl==1.6.0 transformers==5.5.4
# versions: trl==0.24.0 transformers==4.57.3
from datasets import load_from_disk
from trl import SFTConfig, SFTTrainer


def collate(rows):
    return make_batch(rows)


config = SFTConfig(output_dir="o", packing=True, packing_strategy="wrapped")
SFTTrainer("Qwen/Qwen3-0.6B", config, collate, load_from_disk("rows")).train()
