# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("gpt2")
tokenizer.pad_token = tokenizer.eos_token
trainer = SFTTrainer(
    model=AutoModelForCausalLM.from_pretrained("gpt2"),
    args=SFTConfig(output_dir="o"),
    train_dataset=load_dataset("json", data_files="a.jsonl", split="train"),
    processing_class=tokenizer,
)
trainer.train()
