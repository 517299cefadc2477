from datasets import Dataset, concatenate_datasets, load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("text", data_files="book.txt", split="train")
plain = raw.map(lambda row: tok(row["text"]), remove_columns=["text"])


def subscript(row):
    row["labels"] = list(row["input_ids"])
    return row


def merged(row):
    return {**row, "labels": row["input_ids"]}


def updated(row):
    out = tok(row["text"])
    out.update(labels=out["input_ids"][:])
    return out


def defaulted(row):
    out = tok(row["text"])
    out.setdefault("labels", out["input_ids"])
    return out


def in_a_loop(row):
    out = tok(row["text"])
    for key in ("labels",):
        out[key] = out["input_ids"]
    return out


def built(row):
    out = dict(tok(row["text"]))
    out |= {"labels": out["input_ids"]}
    return out


def generated():
    for line in open("book.txt"):
        ids = tok(line)["input_ids"]
        yield {"input_ids": ids, "labels": ids}


def train(data):
    Trainer(model, TrainingArguments("out"), data_collator=DataCollatorForSeq2Seq(tok), train_dataset=data).train()


train(plain.map(subscript))
train(plain.map(merged))
train(raw.map(updated, remove_columns=raw.column_names))
train(raw.map(defaulted, remove_columns=raw.column_names))
train(raw.map(in_a_loop, remove_columns=raw.column_names))
train(raw.map(built, remove_columns=raw.column_names))
train(plain.add_column("labels", plain["input_ids"]))
train(Dataset.from_generator(generated))
train(Dataset.from_dict({"input_ids": [[1, 2]], "labels": [[1, 2]]}))
train(concatenate_datasets([plain.map(merged), plain.map(subscript)]))
train(plain.map(lambda row: {"copy": row["input_ids"]}).rename_column("copy", "labels"))
train(plain.map(lambda row: {"copy": row["input_ids"]}).rename_columns({"copy": "labels"}))
