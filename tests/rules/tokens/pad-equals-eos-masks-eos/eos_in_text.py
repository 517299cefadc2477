from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling
from transformers import Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("my/model")
tokenizer.pad_token = tokenizer.eos_token  # expect: pad-equals-eos-masks-eos


def encode(row):
    return tokenizer(f"### Q: {row['q']}\n### A: {row['a']}{tokenizer.eos_token}", truncation=True)


data = load_dataset("json", data_files="a.jsonl", split="train").map(encode)
trainer = Trainer(
    model=AutoModelForCausalLM.from_pretrained("my/model"),
    args=TrainingArguments("o"),
    train_dataset=data,
    data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
)
trainer.train()
