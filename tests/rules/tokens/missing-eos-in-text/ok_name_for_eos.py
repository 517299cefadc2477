# versions: transformers==5.17.0 trl==1.15.0 unsloth==2026.10.9
from unsloth import FastLanguageModel
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

model, tokenizer = FastLanguageModel.from_pretrained("unsloth/Qwen2.5-7B")
EOS_TOKEN = tokenizer.eos_token


def write(batch):
    pairs = zip(batch["instruction"], batch["output"])
    return {"text": [f"### Instruction:\n{q}\n\n### Response:\n{a}" + EOS_TOKEN for q, a in pairs]}


data = load_dataset("yahma/alpaca-cleaned", split="train").map(write, batched=True)
SFTTrainer(model=model, tokenizer=tokenizer, train_dataset=data, args=SFTConfig("out")).train()
