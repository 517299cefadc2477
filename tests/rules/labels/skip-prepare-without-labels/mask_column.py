# versions: trl==1.16.0 transformers==5.23.0
# versions: trl==1.7.1 transformers==5.10.4
# versions: trl==1.6.0 transformers==5.5.4
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

data = load_dataset("json", data_files="rows.jsonl", split="train").select_columns(["input_ids", "completion_mask"])
trainer = SFTTrainer(
    model="Qwen/Qwen2.5-0.5B",
    args=SFTConfig(output_dir="out", dataset_kwargs={"skip_prepare_dataset": True}),  # expect[trl>=1.7]: skip-prepare-without-labels @none
    train_dataset=data,
)
trainer.train()
