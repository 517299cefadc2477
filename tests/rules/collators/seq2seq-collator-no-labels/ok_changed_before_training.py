from datasets import load_dataset
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    DataCollatorForSeq2Seq,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("text", data_files="book.txt", split="train")
data = raw.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])


def make():
    return Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=data,
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    )


trainer = make()
trainer.data_collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
trainer.train()

trainer = make()
trainer.train_dataset = trainer.train_dataset.map(lambda row: {"labels": row["input_ids"]})
trainer.train()

data.set_transform(lambda rows: {**rows, "labels": rows["input_ids"]})
make().train()
