from datasets import load_dataset
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
tokenizer.add_special_tokens({"pad_token": "<|pad|>"})
raw = load_dataset("wikitext", "wikitext-103-raw-v1")
tokenized = raw.map(lambda rows: tokenizer(rows["text"]), batched=True, remove_columns=["text"])


def group_texts(examples, block_size=128):
    joined = {k: sum(examples[k], []) for k in examples}
    total = len(joined["input_ids"]) // block_size * block_size
    result = {k: [v[i : i + block_size] for i in range(0, total, block_size)] for k, v in joined.items()}
    result["labels"] = result["input_ids"].copy()
    return result


blocks = tokenized.map(group_texts, batched=True, batch_size=1000)
trainer = Trainer(
    model=AutoModelForCausalLM.from_pretrained("gpt2"),
    args=TrainingArguments("wiki"),
    train_dataset=blocks["train"],
    data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
)
trainer.train()
