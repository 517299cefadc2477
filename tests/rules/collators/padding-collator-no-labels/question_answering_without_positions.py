from datasets import load_dataset
from transformers import (
    AutoModelForQuestionAnswering,
    AutoTokenizer,
    DataCollatorWithPadding,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("distilbert-base-uncased")
model = AutoModelForQuestionAnswering.from_pretrained("distilbert-base-uncased")
squad = load_dataset("squad", split="train")


def encode(batch):
    return tokenizer(batch["question"], batch["context"], truncation="only_second", max_length=384)


squad = squad.map(encode, batched=True, remove_columns=squad.column_names)
trainer = Trainer(
    model=model,
    args=TrainingArguments("qa"),
    train_dataset=squad,
    data_collator=DataCollatorWithPadding(tokenizer),  # expect: padding-collator-no-labels @none
)
trainer.train()
