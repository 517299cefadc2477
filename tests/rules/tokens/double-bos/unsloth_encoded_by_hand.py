# versions: unsloth==2026.10.9 transformers==5.17.0 trl==1.15.0
# versions: unsloth==2024.9 transformers==4.44.2 trl==0.8.6
from unsloth import FastLanguageModel
from datasets import load_dataset
from transformers import DataCollatorForLanguageModeling, Trainer, TrainingArguments

model, tokenizer = FastLanguageModel.from_pretrained("google/gemma-2-2b-it")
model = FastLanguageModel.get_peft_model(model, r=16)


def encode(row):
    text = tokenizer.apply_chat_template(row["messages"], tokenize=False)
    return tokenizer(text, truncation=True, max_length=2048)  # expect: double-bos


data = load_dataset("json", data_files="chats.jsonl", split="train")
data = data.map(encode, remove_columns=data.column_names)
collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, data_collator=collator)
trainer.train()
