# versions: trl==1.16.0 transformers==5.23.0
import argparse

from datasets import load_from_disk
from trl import SFTConfig, SFTTrainer


def collate(rows):
    return make_batch(rows)


parser = argparse.ArgumentParser()
parser.add_argument("--packing", action="store_true")
options = parser.parse_args()
config = SFTConfig("o", packing=options.packing)
SFTTrainer("Qwen/Qwen3-0.6B", config, collate, load_from_disk("rows")).train()
fixed = SFTConfig("o", packing=True)
own = None if fixed.packing else collate
SFTTrainer("Qwen/Qwen3-0.6B", fixed, own, load_from_disk("rows")).train()
