# versions: trl==0.18.2 transformers==4.52.4
# versions: trl==0.16.1 transformers==4.49.0
# versions:
from datasets import load_from_disk
from trl import SFTConfig, SFTTrainer


def collate(rows):
    return make_batch(rows)


SFTTrainer("Qwen/Qwen3-0.6B", SFTConfig("o", packing=True), collate, load_from_disk("rows")).train()
