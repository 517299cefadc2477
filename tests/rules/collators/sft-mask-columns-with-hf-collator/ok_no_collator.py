# versions: trl==0.24.0 transformers==4.57.3
from datasets import Dataset
from trl import SFTConfig, SFTTrainer

data = Dataset.from_dict({"prompt": ["1 + 1 ="], "completion": [" 2"]})
SFTTrainer("Qwen/Qwen2.5-0.5B", SFTConfig("o"), train_dataset=data, data_collator=None).train()
