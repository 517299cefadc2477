from datasets import load_dataset
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq, Seq2SeqTrainer
from transformers import Seq2SeqTrainingArguments

tok = AutoTokenizer.from_pretrained("t5-small")
model = AutoModelForSeq2SeqLM.from_pretrained("t5-small")


def encode(row):
    batch = tok(row["text"], truncation=True, max_length=512)
    targets = tok(text_target=row["summary"], max_length=64, padding="max_length")  # expect: seq2seq-label-pad-in-loss @safe
    batch["labels"] = targets["input_ids"]
    return batch


raw = load_dataset("json", data_files="a.jsonl", split="train")
rows = raw.map(encode, remove_columns=raw.column_names)
collate = DataCollatorForSeq2Seq(tok, model=model)
Seq2SeqTrainer(model=model, args=Seq2SeqTrainingArguments("o"), train_dataset=rows, data_collator=collate).train()
