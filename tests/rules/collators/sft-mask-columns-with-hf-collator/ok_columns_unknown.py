# versions: trl==0.24.0 transformers==4.57.3
from datasets import load_dataset
from transformers import AutoTokenizer, DataCollatorForSeq2Seq
from trl import SFTConfig, SFTTrainer

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("me/tokenised-pairs", split="train")
SFTTrainer("Qwen/Qwen2.5-0.5B", SFTConfig("o"), DataCollatorForSeq2Seq(tok), data).train()
