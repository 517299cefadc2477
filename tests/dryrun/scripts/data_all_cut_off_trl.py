from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer

from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("qwen2")
model = AutoModelForCausalLM.from_pretrained("qwen2")
rows = Dataset.from_dict({"prompt": ["why is the sky blue " * 30] * 20, "completion": ["because"] * 20})
args = SFTConfig(
    output_dir="out",
    max_length=32,  # expect: DRY004 no-rows
)
SFTTrainer(model, args=args, train_dataset=rows, processing_class=tokenizer).train()
