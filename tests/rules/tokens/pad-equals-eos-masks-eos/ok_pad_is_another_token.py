from datasets import load_dataset
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    Trainer,
    TrainingArguments,
)

name = "meta-llama/Llama-2-7b-hf"
model = AutoModelForCausalLM.from_pretrained(name)
raw = load_dataset("json", data_files="a.jsonl", split="train")


def fit(tokenizer):
    data = raw.map(lambda row: tokenizer(row["text"] + tokenizer.eos_token), remove_columns=raw.column_names)
    model.resize_token_embeddings(len(tokenizer))
    Trainer(model, TrainingArguments("o"), DataCollatorForLanguageModeling(tokenizer, mlm=False), data).train()


def load():
    return AutoTokenizer.from_pretrained(name)


unknown = load()
unknown.pad_token = unknown.unk_token
fit(unknown)

reserved = load()
reserved.pad_token = "<|finetune_right_pad_id|>"
fit(reserved)

added = load()
added.add_special_tokens({"pad_token": "<|pad|>"})
fit(added)

number = load()
number.pad_token_id = 0
fit(number)

fit(AutoTokenizer.from_pretrained(name, pad_token="[PAD]"))

replaced = load()
replaced.pad_token = replaced.eos_token
replaced.add_special_tokens({"pad_token": "<|pad|>"})
fit(replaced)

again = load()
again.pad_token = again.eos_token
again = load()
again.pad_token = again.unk_token
fit(again)

new_end = load()
new_end.pad_token = new_end.eos_token
new_end.eos_token = "<|im_end|>"
fit(new_end)
