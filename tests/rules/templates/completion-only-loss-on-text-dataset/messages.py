# versions: transformers==5.23.0 trl==1.16.0
from datasets import Dataset
from trl import SFTConfig, SFTTrainer


class Chat:
    rows = [{"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "hello"}]}]

    def config(self):
        return SFTConfig(
            output_dir="out",
            completion_only_loss=True,  # expect: completion-only-loss-on-text-dataset
            learning_rate=1e-5,
        )

    def fit(self):
        SFTTrainer(model="Qwen/Qwen3-0.6B", args=self.config(), train_dataset=Dataset.from_list(self.rows)).train()


Chat().fit()
