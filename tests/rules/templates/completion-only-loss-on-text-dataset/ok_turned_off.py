# versions: transformers==5.23.0 trl==1.16.0
from datasets import Dataset
from trl import SFTConfig, SFTTrainer

data = Dataset.from_dict({"text": ["Question: 2 + 2?\nAnswer: 4"]})
SFTTrainer(model="Qwen/Qwen3-0.6B", args=SFTConfig("out", completion_only_loss=False), train_dataset=data).train()
