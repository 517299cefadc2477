# Each of these keeps the labels that the file may hold.
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("json", data_files="labelled.jsonl", split="train")
KEEP = ["labels"]


def encode(row):
    return tokenizer(row["text"])


def fit(rows):
    Trainer(
        model=model,
        args=TrainingArguments("o"),
        train_dataset=rows,
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    ).train()


fit(data.map(encode, remove_columns=[name for name in data.column_names if name != "labels"]))
fit(data.map(encode, remove_columns=[name for name in data.column_names if name not in KEEP]))
fit(data.map(encode, remove_columns=list(set(data.column_names) - {"labels"})))
fit(data.map(encode, remove_columns=sorted(set(data.column_names).difference(KEEP))))
fit(data.map(encode, remove_columns=data.column_names[:-1]))
fit(data.map(encode, remove_columns=list(filter(lambda name: name != "labels", data.column_names))))

columns = data.column_names
columns.remove("labels")
fit(data.map(encode, remove_columns=columns))

others = list(data.column_names)
others.pop()
fit(data.map(encode, remove_columns=others))

names = data.column_names
del names[names.index("labels")]
fit(data.map(encode, remove_columns=names))
