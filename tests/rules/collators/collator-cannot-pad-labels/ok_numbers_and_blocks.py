# Labels that are one number or a vector of fixed length, and blocks of one length cut out of a stream.
import sys

import numpy as np
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer
from transformers import DataCollatorWithPadding, HfArgumentParser, Trainer, TrainingArguments, default_data_collator

BLOCK = 512
tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("gpt2")
classifier = AutoModelForSequenceClassification.from_pretrained("gpt2", num_labels=28)
raw = load_dataset("json", data_files="a.jsonl", split="train")


def one_token(row):
    out = tokenizer(row["text"])
    out["labels"] = tokenizer(row["answer"])["input_ids"][0]
    return out


def many_hot(row):
    out = tokenizer(row["text"])
    labels = [0.0] * 28
    for index in row["tags"]:
        labels[index] = 1.0
    out["labels"] = labels
    return out


def many_hot_of_batch(batch):
    out = tokenizer(batch["text"])
    matrix = np.zeros((len(batch["text"]), 28))
    for index, name in enumerate(["anger", "joy"]):
        matrix[:, index] = batch[name]
    out["labels"] = matrix.tolist()
    return out


def blocks(batch):
    stream = []
    for text in batch["text"]:
        stream += tokenizer(text)["input_ids"] + [tokenizer.eos_token_id]
    cut = [stream[i : i + BLOCK] for i in range(0, len(stream) - BLOCK + 1, BLOCK)]
    return {"input_ids": cut, "labels": cut}


def ragged(row):
    ids = tokenizer(row["text"])["input_ids"]
    return {"input_ids": ids, "labels": ids}


def fit(model, rows, collator, args=None):
    args = args or TrainingArguments("o", per_device_train_batch_size=8)
    Trainer(model=model, args=args, train_dataset=rows, data_collator=collator).train()


fit(classifier, raw.map(one_token), DataCollatorWithPadding(tokenizer))
fit(classifier, raw.map(many_hot), DataCollatorWithPadding(tokenizer))
fit(classifier, raw.map(many_hot_of_batch, batched=True), DataCollatorWithPadding(tokenizer))
fit(model, raw.map(blocks, batched=True, remove_columns=raw.column_names), default_data_collator)

# The size of a batch is known when the script runs.
args = HfArgumentParser(TrainingArguments).parse_args_into_dataclasses()[0]
Trainer(model=model, args=args, train_dataset=raw.map(ragged), data_collator=default_data_collator).train()
args = TrainingArguments("o", per_device_train_batch_size=int(sys.argv[1]))
Trainer(model=model, args=args, train_dataset=raw.map(ragged), data_collator=default_data_collator).train()
