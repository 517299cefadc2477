from datasets import load_dataset
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("t5-small")
model = AutoModelForSeq2SeqLM.from_pretrained("t5-small")


def encode(row):
    out = tok(row["text"], padding="max_length", max_length=512)
    out["labels"] = tok(text_target=row["summary"])["input_ids"]
    return out


raw = load_dataset("json", data_files="a.jsonl", split="train")
rows = raw.map(encode, remove_columns=raw.column_names)
Trainer(model, TrainingArguments("o"), DataCollatorForSeq2Seq(tok, model=model), rows).train()
