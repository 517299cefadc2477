# versions: trl==1.7.1 transformers==5.10.4
# versions: trl==1.16.0 transformers==5.23.0
from datasets import Dataset
from transformers import AutoTokenizer, DataCollatorForSeq2Seq
from trl import SFTConfig, SFTTrainer

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
data = Dataset.from_dict({"prompt": ["1 + 1 ="], "completion": [" 2"]})
SFTTrainer("Qwen/Qwen2.5-0.5B", SFTConfig("o"), DataCollatorForSeq2Seq(tok), data).train()
