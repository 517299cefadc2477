from datasets import load_dataset
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("t5-small")
model = AutoModelForSeq2SeqLM.from_pretrained("t5-small")


def encode(batch):
    out = tok(batch["text"], padding="max_length", max_length=512)
    targets = tok(text_target=batch["summary"], padding="max_length", max_length=64)
    out["labels"] = [[(t if t != tok.pad_token_id else -100) for t in row] for row in targets["input_ids"]]
    return out


raw = load_dataset("json", data_files="a.jsonl", split="train")
rows = raw.map(encode, batched=True, remove_columns=raw.column_names)
Trainer(model, TrainingArguments("o"), DataCollatorForSeq2Seq(tok, model=model), rows).train()
