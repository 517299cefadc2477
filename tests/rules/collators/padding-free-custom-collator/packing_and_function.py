# versions: trl==1.16.0 transformers==5.23.0
# versions: trl==0.19.1 transformers==4.52.4
# versions: trl==0.18.2 transformers==4.52.4
from functools import partial

from datasets import load_dataset
from transformers import AutoTokenizer
from trl import SFTConfig, SFTTrainer


def collate(rows, pad):
    return pad_all(rows, pad)


tok = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")
trainer = SFTTrainer(
    model="Qwen/Qwen3-0.6B",
    args=SFTConfig(output_dir="out", packing=True, bf16=True),
    train_dataset=load_dataset("trl-lib/Capybara", split="train"),
    processing_class=tok,
    data_collator=partial(collate, pad=tok.pad_token_id),  # expect[trl>=0.19]: padding-free-custom-collator @unsafe
)
trainer.train()
