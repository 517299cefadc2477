import argparse

from datasets import load_dataset, load_from_disk
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

from project.preprocessing import encode

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
collator = DataCollatorForSeq2Seq(tokenizer)
args = TrainingArguments("out")


def fit(data):
    Trainer(model=model, args=args, train_dataset=data, data_collator=collator).train()


def fit_given(dataset, prepare=None):
    if prepare is not None:
        dataset = dataset.map(prepare)
    trainer = Trainer(model=model, args=args, train_dataset=dataset, data_collator=collator)
    trainer.train()


def tokenize(row):
    return tokenizer(row["text"])


parser = argparse.ArgumentParser()
parser.add_argument("--data")
parser.add_argument("--drop", nargs="*")
options = parser.parse_args()

fit(load_from_disk("tokenized/train"))
fit(load_dataset("some/hub-data", split="train"))
fit(load_dataset("json", data_files=options.data, split="train"))
raw = load_dataset("some/hub-data", split="train")
# The columns of the hub stay, and one of them may be `labels`.
fit(raw.map(tokenize))
fit(raw.map(tokenize, remove_columns=["text"]))
fit(raw.map(tokenize, remove_columns=options.drop))
fit(raw.map(encode, remove_columns=raw.column_names))
fit(raw.map(tokenize, remove_columns=[name for name in raw.column_names if name != "labels"]))
fit_given(raw, encode)
