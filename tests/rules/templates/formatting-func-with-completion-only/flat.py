# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer


def write(row):
    return f"Question: {row['question']}\nAnswer: {row['answer']}"


data = load_dataset("json", data_files="qa.jsonl", split="train")
trainer = SFTTrainer(
    "Qwen/Qwen3-0.6B",
    args=SFTConfig("out", completion_only_loss=True),
    train_dataset=data,
    formatting_func=write,  # expect: formatting-func-with-completion-only
)
trainer.train()
