# versions: trl==1.16.0 transformers==5.23.0
from datasets import load_from_disk
from trl import SFTConfig, SFTTrainer

config = SFTConfig(output_dir="o", packing=True, padding_free=True)
SFTTrainer("Qwen/Qwen3-0.6B", config, None, load_from_disk("rows")).train()
SFTTrainer("Qwen/Qwen3-0.6B", config, train_dataset=load_from_disk("rows")).train()
