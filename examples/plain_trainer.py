"""Goes on pre-training a small Qwen on our notes, with nothing but Transformers."""

from datasets import load_dataset
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorForSeq2Seq,
    Trainer,
    TrainingArguments,
)

CHECKPOINT = "Qwen/Qwen2.5-0.5B"


def load_notes(tokenizer):
    notes = load_dataset("json", data_files="data/notes.jsonl", split="train")

    def tokenize(batch):
        return tokenizer(batch["text"], truncation=True, max_length=512)

    return notes.map(tokenize, batched=True, remove_columns=notes.column_names)


def main():
    tokenizer = AutoTokenizer.from_pretrained(CHECKPOINT)
    model = AutoModelForCausalLM.from_pretrained(CHECKPOINT)
    collator = DataCollatorForSeq2Seq(tokenizer, model=model)

    trainer = Trainer(
        model=model,
        args=TrainingArguments(
            output_dir="outputs",
            per_device_train_batch_size=4,
            num_train_epochs=3,
            learning_rate=1e-5,
        ),
        train_dataset=load_notes(tokenizer),
        data_collator=collator,
    )
    trainer.train()
    trainer.save_model("outputs/final")


if __name__ == "__main__":
    main()
