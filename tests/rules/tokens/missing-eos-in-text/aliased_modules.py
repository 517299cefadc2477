# versions: transformers==5.17.0 trl==1.15.0 unsloth==2026.10.9
import unsloth as unsloth_lib
import datasets as hfd
import trl as trl_lib

model, tokenizer = unsloth_lib.FastLanguageModel.from_pretrained("unsloth/Qwen2.5-7B")


def write(row):
    return {"text": f"### Instruction:\n{row['instruction']}\n\n### Response:\n{row['output']}"}  # expect: missing-eos-in-text


data = hfd.load_dataset("yahma/alpaca-cleaned", split="train").map(write)
trainer = trl_lib.SFTTrainer(model=model, tokenizer=tokenizer, train_dataset=data, args=trl_lib.SFTConfig("out"))
trainer.train()
