from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling
from transformers import Trainer, TrainingArguments

IGNORE = -100
tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


def encode(batch):
    rows = {"input_ids": [], "attention_mask": [], "labels": []}
    for question, answer in zip(batch["question"], batch["answer"]):
        prompt = tokenizer(f"Q: {question}\nA: ", add_special_tokens=False)["input_ids"]
        reply = tokenizer(answer + tokenizer.eos_token, add_special_tokens=False)["input_ids"]
        ids = prompt + reply
        labels = [IGNORE] * len(prompt) + reply
        rows["input_ids"].append(ids)
        rows["attention_mask"].append([1] * len(ids))
        rows["labels"].append(labels)
    return rows


data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(encode, batched=True, remove_columns=data.column_names)
collator = DataCollatorForLanguageModeling(tokenizer=tokenizer, mlm=False)
trainer = Trainer(
    model=model,
    args=TrainingArguments("o"),
    train_dataset=data,
    data_collator=collator,  # expect: lm-collator-overwrites-labels
)
trainer.train()
