# versions: unsloth==2026.10.9 trl==1.15.0 transformers==5.17.0
from unsloth import FastLanguageModel
from datasets import load_from_disk
from trl import SFTConfig, SFTTrainer

model, tok = FastLanguageModel.from_pretrained("unsloth/Qwen2.5-0.5B")


def collate(rows):
    return make_batch(rows)


SFTTrainer(model, SFTConfig("o", packing=True), collate, load_from_disk("rows")).train()
