# versions: transformers==5.23.0 trl==1.16.0
from datasets import Dataset
from trl import SFTConfig, SFTTrainer

data = Dataset.from_dict({"text": ["User: hi\nBot: hello"], "messages": [[{"role": "user", "content": "hi"}]]})
SFTTrainer(model="Qwen/Qwen3-0.6B", args=SFTConfig("out", assistant_only_loss=True), train_dataset=data).train()
