import argparse

from datasets import load_from_disk
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

parser = argparse.ArgumentParser()
parser.add_argument("--ignore_pad_token_for_loss", action="store_true")
options = parser.parse_args()
tok = AutoTokenizer.from_pretrained("t5-small")
model = AutoModelForSeq2SeqLM.from_pretrained("t5-small")
pad = -100 if options.ignore_pad_token_for_loss else tok.pad_token_id
collate = DataCollatorForSeq2Seq(tok, model=model, label_pad_token_id=pad)
Trainer(model, TrainingArguments("o"), collate, load_from_disk("pairs")).train()
