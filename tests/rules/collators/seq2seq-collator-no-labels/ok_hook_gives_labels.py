from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments


def labels_too(module, arguments, keywords):
    return arguments, {**keywords, "labels": keywords["input_ids"]}


tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
model.register_forward_pre_hook(labels_too, with_kwargs=True)
data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(lambda row: tokenizer(row["text"]), remove_columns=data.column_names)
Trainer(model, TrainingArguments("o"), DataCollatorForSeq2Seq(tokenizer), data).train()
