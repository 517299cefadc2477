from datasets import load_from_disk
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("t5-small")
model = AutoModelForSeq2SeqLM.from_pretrained("t5-small")
Trainer(model, TrainingArguments("o"), DataCollatorForSeq2Seq(tok, model=model), load_from_disk("pairs")).train()
