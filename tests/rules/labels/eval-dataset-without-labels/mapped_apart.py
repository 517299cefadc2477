from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


def encode(row):
    ids = tok(row["text"])["input_ids"]
    return {"input_ids": ids, "labels": list(ids)}


def encode_for_eval(row):
    return {"input_ids": tok(row["text"])["input_ids"]}


raw = load_dataset("json", data_files={"train": "a.jsonl", "test": "b.jsonl"})
trainer = Trainer(
    model=model,
    args=TrainingArguments("o", eval_strategy="steps"),
    train_dataset=raw["train"].map(encode, remove_columns=raw["train"].column_names),
    eval_dataset=raw["test"].map(encode_for_eval, remove_columns=raw["test"].column_names),  # expect: eval-dataset-without-labels @none
    data_collator=DataCollatorForSeq2Seq(tok),
)
trainer.train()
