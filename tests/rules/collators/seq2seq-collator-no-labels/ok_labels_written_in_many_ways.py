from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, BatchEncoding, DataCollatorForSeq2Seq
from transformers import Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("json", data_files="a.jsonl", split="train")
KEY = "labels"


def by_update(row):
    out = tokenizer(row["text"])
    out.update({"labels": out["input_ids"]})
    return out


def by_update_keyword(row):
    out = dict(tokenizer(row["text"]))
    out.update(labels=out["input_ids"])
    return out


def by_union(row):
    out = dict(tokenizer(row["text"]))
    out |= {"labels": out["input_ids"]}
    return out


def by_union_expression(row):
    out = dict(tokenizer(row["text"]))
    return out | {"labels": out["input_ids"]}


def by_constant(row):
    out = tokenizer(row["text"])
    out[KEY] = out["input_ids"]
    return out


def by_data(row):
    out = tokenizer(row["text"])
    out.data["labels"] = out["input_ids"]
    return out


def by_setdefault(row):
    out = tokenizer(row["text"])
    out.setdefault("labels", out["input_ids"])
    return out


def by_dict(row):
    out = tokenizer(row["text"])
    return dict(out, labels=out["input_ids"])


def by_zip(row):
    out = tokenizer(row["text"])
    ids = out["input_ids"]
    return dict(zip(("input_ids", "attention_mask", "labels"), (ids, out["attention_mask"], ids)))


def by_loop(row):
    out = tokenizer(row["text"])
    for name in ("labels", "weights"):
        out[name] = out["input_ids"]
    return out


def by_comprehension(row):
    out = tokenizer(row["text"])
    return {name: out.get(name, out["input_ids"]) for name in ["input_ids", "attention_mask", "labels"]}


def by_class(row):
    out = tokenizer(row["text"])
    return BatchEncoding({"input_ids": out.input_ids, "attention_mask": out.attention_mask, "labels": out.input_ids})


def _finish(out):
    out["labels"] = list(out["input_ids"])


def by_helper(row):
    out = tokenizer(row["text"])
    _finish(out)
    return out


def by_row(row):
    row["input_ids"] = tokenizer(row["text"])["input_ids"]
    row["labels"] = row["input_ids"]
    return row


def by_nested(row):
    def inner(ids):
        return {"input_ids": ids, "labels": ids}

    return inner(tokenizer.encode(row["text"]))


def by_unpacking(row):
    out = {}
    out["input_ids"], out["labels"] = (tokenizer.encode(row["text"]),) * 2
    return out


def by_condition(row):
    out = tokenizer(row["text"])
    return {**out, **({"labels": out["input_ids"]} if len(out["input_ids"]) else {})}


def by_try(row):
    out = tokenizer(row["text"])
    try:
        out["labels"] = out["input_ids"]
    except KeyError:
        pass
    return out


def by_setitem(row):
    out = tokenizer(row["text"])
    out.__setitem__("labels", out["input_ids"])
    return out


WAYS = [by_update, by_update_keyword, by_union, by_union_expression, by_constant, by_data, by_setdefault, by_dict]
WAYS += [by_zip, by_loop, by_comprehension, by_class, by_helper, by_nested, by_unpacking, by_condition, by_try]
WAYS.append(by_setitem)
for way in WAYS:
    Trainer(
        model=model,
        args=TrainingArguments("o"),
        train_dataset=raw.map(way, remove_columns=raw.column_names),
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    ).train()
