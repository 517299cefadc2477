from copy import copy, deepcopy

from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("gpt2", pad_token="<|pad|>")
raw = load_dataset("json", data_files="a.jsonl", split="train")


def shallow(row):
    out = copy(tokenizer(row["text"]))
    out["labels"] = copy(out["input_ids"])
    return out


def deep(row):
    out = tokenizer(row["text"])
    result = deepcopy(out)
    result["labels"] = deepcopy(out["input_ids"])
    return result


for function in (shallow, deep):
    Trainer(
        model=AutoModelForCausalLM.from_pretrained("gpt2"),
        args=TrainingArguments("o"),
        train_dataset=raw.map(function, remove_columns=raw.column_names),
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    ).train()
