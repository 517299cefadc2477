# versions: transformers==5.23.0 trl==1.16.0
from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
rows = Dataset.from_dict({"text": ["a", "b"]})
SFTTrainer(
    model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    args=SFTConfig("o"),
    train_dataset=rows,
    processing_class=tokenizer,
).train()
