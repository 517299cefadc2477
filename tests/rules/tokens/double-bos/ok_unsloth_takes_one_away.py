# versions: unsloth==2026.10.9 transformers==5.17.0 trl==1.15.0
# versions: transformers==5.17.0 trl==1.15.0
# versions: unsloth==2024.9 transformers==4.44.2 trl==0.8.6
from unsloth import FastLanguageModel
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

model, tokenizer = FastLanguageModel.from_pretrained("google/gemma-2-2b-it")


def write(row):
    return {"text": tokenizer.apply_chat_template(row["messages"], tokenize=False)}


data = load_dataset("json", data_files="chats.jsonl", split="train")
data = data.map(write, remove_columns=["messages"])
trainer = SFTTrainer(model=model, args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer)
trainer.train()
