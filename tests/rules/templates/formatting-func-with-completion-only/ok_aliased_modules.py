# versions: transformers==5.23.0 trl==1.16.0
import datasets as hfd
import trl as trl_lib

def split(row):
    return {"prompt": f"Question: {row['question']}\nAnswer:", "completion": f" {row['answer']}"}


data = hfd.load_dataset("json", data_files="qa.jsonl", split="train")
data = data.map(split, remove_columns=data.column_names)
trainer = trl_lib.SFTTrainer("Qwen/Qwen3-0.6B", args=trl_lib.SFTConfig("out", completion_only_loss=True), train_dataset=data)
trainer.train()
