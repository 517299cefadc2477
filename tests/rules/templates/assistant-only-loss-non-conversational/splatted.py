# versions: transformers==5.23.0 trl==1.16.0
from datasets import Dataset
from trl import SFTConfig, SFTTrainer

data = Dataset.from_dict({"text": ["User: hi\nBot: hello", "User: bye\nBot: see you"]})
options = dict(output_dir="out", assistant_only_loss=True, max_length=512)  # expect: assistant-only-loss-non-conversational
SFTTrainer(model="Qwen/Qwen3-0.6B", args=SFTConfig(**options), train_dataset=data).train()
