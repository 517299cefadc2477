import os

from datasets import load_from_disk
from transformers import AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForLanguageModeling
from transformers import Trainer, TrainingArguments

name = os.environ["MODEL"]
tok = AutoTokenizer.from_pretrained(name)
kind = AutoModelForSeq2SeqLM if "t5" in name else AutoModelForCausalLM
model = kind.from_pretrained(name)
Trainer(model, TrainingArguments("o"), DataCollatorForLanguageModeling(tok, mlm=False), load_from_disk("r")).train()
