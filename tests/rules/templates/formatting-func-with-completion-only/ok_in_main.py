# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer


def main():
    def split(row):
        return {"prompt": f"Question: {row['question']}\nAnswer:", "completion": f" {row['answer']}"}
    data = load_dataset("json", data_files="qa.jsonl", split="train")
    data = data.map(split, remove_columns=data.column_names)
    trainer = SFTTrainer("Qwen/Qwen3-0.6B", args=SFTConfig("out", completion_only_loss=True), train_dataset=data)
    trainer.train()


if __name__ == "__main__":
    main()
