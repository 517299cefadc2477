# versions: transformers==5.17.0 trl==1.15.0 unsloth==2026.10.9
from unsloth import FastLanguageModel
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

model, tokenizer = FastLanguageModel.from_pretrained("unsloth/Qwen2.5-7B")
data = load_dataset("yahma/alpaca-cleaned", split="train")
data = data.map(lambda row: {"text": f"### Instruction:\n{row['instruction']}\n\n### Response:\n{row['output']}"})
data = data.map(lambda row: {"text": row["text"] + tokenizer.eos_token})
SFTTrainer(model=model, tokenizer=tokenizer, train_dataset=data, args=SFTConfig("out")).train()
