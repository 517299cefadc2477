# The file may have more columns than those that are dropped here, `labels` among them.
from datasets import load_dataset
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("t5-small")
data = load_dataset("csv", data_files="pairs.csv", split="train")
data = data.map(lambda batch: tokenizer(batch["source"]), batched=True, remove_columns=["source", "id"])
trainer = Trainer(
    model=AutoModelForSeq2SeqLM.from_pretrained("t5-small"),
    args=TrainingArguments("out"),
    train_dataset=data,
    data_collator=DataCollatorForSeq2Seq(tokenizer),
)
trainer.train()
