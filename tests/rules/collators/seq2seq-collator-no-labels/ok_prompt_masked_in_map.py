from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
tokenizer.pad_token = tokenizer.eos_token
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")


def encode(row):
    prompt = tokenizer(row["prompt"])["input_ids"]
    answer = tokenizer(row["answer"] + tokenizer.eos_token, add_special_tokens=False)["input_ids"]
    ids = (prompt + answer)[:1024]
    labels = ([-100] * len(prompt) + answer)[:1024]
    return {"input_ids": ids, "attention_mask": [1] * len(ids), "labels": labels}


data = load_dataset("json", data_files="qa.jsonl", split="train")
data = data.map(encode, remove_columns=data.column_names)
trainer = Trainer(
    model=model,
    args=TrainingArguments("out"),
    train_dataset=data,
    data_collator=DataCollatorForSeq2Seq(tokenizer, padding=True),
)
trainer.train()
