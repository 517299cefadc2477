# versions: transformers==5.23.0 trl==1.16.0
from datasets import Dataset
from trl import SFTConfig, SFTTrainer

data = Dataset.from_dict({"question": ["2 + 2?"], "answer": ["4"]})
data = data.rename_columns({"question": "prompt", "answer": "completion"})
SFTTrainer(model="Qwen/Qwen3-0.6B", args=SFTConfig("out", completion_only_loss=True), train_dataset=data).train()
