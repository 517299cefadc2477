from datasets import load_from_disk
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("t5-small")
model = AutoModelForSeq2SeqLM.from_pretrained("t5-small")
collate = DataCollatorForSeq2Seq(tok, model=model, label_pad_token_id=-100)
Trainer(model, TrainingArguments("o"), collate, load_from_disk("pairs")).train()
