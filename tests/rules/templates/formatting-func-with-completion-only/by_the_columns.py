# versions: transformers==5.23.0 trl==1.16.0
from datasets import Dataset
from trl import SFTConfig, SFTTrainer


def main():
    data = Dataset.from_dict({"prompt": ["2 + 2?"], "completion": [" 4"]})
    options = {"args": SFTConfig("out"), "train_dataset": data}
    trainer = SFTTrainer(
        model="Qwen/Qwen3-0.6B",
        formatting_func=lambda row: row["prompt"] + row["completion"],  # expect: formatting-func-with-completion-only
        **options,
    )
    trainer.train()


main()
