# versions: trl==1.16.0 transformers==5.23.0
# versions: trl==0.24.0 transformers==4.57.3
from datasets import load_from_disk
from trl import SFTConfig, SFTTrainer

rows = load_from_disk("rows").select_columns(["input_ids", "attention_mask"])
args = SFTConfig("o", dataset_kwargs={"skip_prepare_dataset": True})
SFTTrainer("Qwen/Qwen2.5-0.5B", args, train_dataset=rows).train()
