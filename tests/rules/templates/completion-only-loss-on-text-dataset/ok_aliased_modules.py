# versions: transformers==5.23.0 trl==1.16.0
import datasets as hfd
import trl as trl_lib

data = hfd.load_dataset("json", data_files="qa.jsonl", split="train")
data = data.map(
    lambda row: {"prompt": f"Question: {row['question']}\nAnswer:", "completion": f" {row['answer']}"},
    remove_columns=data.column_names,
)
config = trl_lib.SFTConfig("out", completion_only_loss=True)
trainer = trl_lib.SFTTrainer("Qwen/Qwen3-0.6B", args=config, train_dataset=data)
trainer.train()
