"""Goes on pre-training on our notes. `make demo` makes the model: a configuration and a tokenizer, no weights."""

from datasets import load_dataset
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorForSeq2Seq,
    Trainer,
    TrainingArguments,
)

CHECKPOINT = "model"

tokenizer = AutoTokenizer.from_pretrained(CHECKPOINT)
model = AutoModelForCausalLM.from_pretrained(CHECKPOINT)


def tokenize(batch):
    texts = [text + tokenizer.eos_token for text in batch["text"]]
    return tokenizer(texts, truncation=True, max_length=512)


notes = load_dataset("json", data_files="../data/notes.jsonl", split="train")
notes = notes.map(tokenize, batched=True, remove_columns=notes.column_names)

trainer = Trainer(
    model=model,
    args=TrainingArguments(output_dir="outputs", per_device_train_batch_size=4, num_train_epochs=3, bf16=True),
    train_dataset=notes,
    data_collator=DataCollatorForSeq2Seq(tokenizer, model=model),
)
trainer.train()
trainer.save_model("outputs/final")
