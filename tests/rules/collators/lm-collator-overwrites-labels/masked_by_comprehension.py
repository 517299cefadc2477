from datasets import load_dataset
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling as LM,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")


def build(tokenizer, limit):
    def mask(batch):
        rows = tokenizer(batch["text"], truncation=True, max_length=limit)
        rows["labels"] = [
            [-100 if position < start else token for position, token in enumerate(ids)]
            for ids, start in zip(rows["input_ids"], batch["start"])
        ]
        return rows

    return mask


def collator_for(tokenizer):
    collator = LM(tokenizer=tokenizer, mlm=False, pad_to_multiple_of=8)
    return collator


if __name__ == "__main__":
    raw = load_dataset("json", data_files="a.jsonl")
    data = raw.map(build(tokenizer, 256), batched=True, remove_columns=raw["train"].column_names)
    config = {
        "model": AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
        "args": TrainingArguments("o"),
        "train_dataset": data["train"],
        "data_collator": collator_for(tokenizer),  # expect: lm-collator-overwrites-labels @safe
    }
    trainer = Trainer(**config)
    trainer.train()
