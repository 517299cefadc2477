from datasets import load_dataset
from transformers import AutoTokenizer, T5ForConditionalGeneration, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("t5-small")
model = T5ForConditionalGeneration.from_pretrained("t5-small")


def preprocess(batch):
    inputs = tokenizer(["summarize: " + text for text in batch["article"]], truncation=True, max_length=512)
    targets = tokenizer(text_target=batch["highlights"], truncation=True, max_length=64)
    inputs["labels"] = targets["input_ids"]
    return inputs


def main():
    raw = load_dataset("cnn_dailymail", "3.0.0")
    data = raw.map(preprocess, batched=True, remove_columns=raw["train"].column_names)
    Trainer(  # expect: collator-cannot-pad-labels @safe
        model=model,
        args=TrainingArguments("cnn"),
        train_dataset=data["train"],
        processing_class=tokenizer,
    ).train()


if __name__ == "__main__":
    main()
