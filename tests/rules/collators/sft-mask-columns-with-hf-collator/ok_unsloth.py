# versions: unsloth==2026.10.9 trl==0.24.0 transformers==4.57.3
from unsloth import FastLanguageModel
from datasets import Dataset
from transformers import DataCollatorForSeq2Seq
from trl import SFTConfig, SFTTrainer

model, tok = FastLanguageModel.from_pretrained("unsloth/Qwen2.5-0.5B")
data = Dataset.from_dict({"prompt": ["1 + 1 ="], "completion": [" 2"]})
SFTTrainer(model, SFTConfig("o"), DataCollatorForSeq2Seq(tok), data).train()
