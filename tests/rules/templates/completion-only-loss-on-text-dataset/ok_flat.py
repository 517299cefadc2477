# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

data = load_dataset("json", data_files="qa.jsonl", split="train")
data = data.map(
    lambda row: {"prompt": f"Question: {row['question']}\nAnswer:", "completion": f" {row['answer']}"},
    remove_columns=data.column_names,
)
config = SFTConfig("out", completion_only_loss=True)
trainer = SFTTrainer("Qwen/Qwen3-0.6B", args=config, train_dataset=data)
trainer.train()
