# versions: transformers==5.23.0 trl==1.16.0
import argparse

from datasets import Dataset
from trl import SFTConfig, SFTTrainer

parser = argparse.ArgumentParser()
parser.add_argument("--assistant-only", action="store_true")
args = parser.parse_args()
data = Dataset.from_dict({"text": ["User: hi\nBot: hello", "User: bye\nBot: see you"]})
config = SFTConfig("out", assistant_only_loss=args.assistant_only)
SFTTrainer(model="Qwen/Qwen3-0.6B", args=config, train_dataset=data).train()
