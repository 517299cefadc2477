from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorWithPadding, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("json", data_files="notes.jsonl", split="train")
data = raw.map(lambda batch: tokenizer(batch["text"]), batched=True, remove_columns=raw.column_names)


def group(batch):
    joined = {key: sum(batch[key], []) for key in batch.keys()}
    total = len(joined["input_ids"]) // 128 * 128
    blocks = {key: [ids[i : i + 128] for i in range(0, total, 128)] for key, ids in joined.items()}
    blocks["labels"] = blocks["input_ids"].copy()
    return blocks


data = data.map(group, batched=True)
trainer = Trainer(
    model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tokenizer
)
trainer.train()
