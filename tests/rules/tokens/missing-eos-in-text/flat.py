# versions: transformers==5.17.0 trl==1.15.0 unsloth==2026.10.9
from unsloth import FastLanguageModel
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

model, tokenizer = FastLanguageModel.from_pretrained("unsloth/Qwen2.5-7B")


def write(row):
    return {"text": f"### Instruction:\n{row['instruction']}\n\n### Response:\n{row['output']}"}  # expect: missing-eos-in-text


data = load_dataset("yahma/alpaca-cleaned", split="train").map(write)
trainer = SFTTrainer(model=model, tokenizer=tokenizer, train_dataset=data, args=SFTConfig("out"))
trainer.train()
