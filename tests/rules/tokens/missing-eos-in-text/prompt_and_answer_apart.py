# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("EleutherAI/pythia-160m")
model = AutoModelForCausalLM.from_pretrained("EleutherAI/pythia-160m")


def encode(row):
    asked = f"Question: {row['question']}\nAnswer: "
    both = tokenizer(asked + row["answer"])  # expect: missing-eos-in-text
    known = len(tokenizer(asked)["input_ids"])
    return {**both, "labels": [-100] * known + both["input_ids"][known:]}


rows = load_dataset("json", data_files="rows.jsonl", split="train")
rows = rows.map(encode, remove_columns=rows.column_names)
trainer = Trainer(model, TrainingArguments("out"), DataCollatorForSeq2Seq(tokenizer), rows)
trainer.train()
