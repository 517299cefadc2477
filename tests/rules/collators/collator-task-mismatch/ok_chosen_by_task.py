import sys

from datasets import load_from_disk
from transformers import AutoModelForMaskedLM, AutoModelForSequenceClassification, AutoTokenizer
from transformers import DataCollatorForLanguageModeling, DataCollatorWithPadding, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("roberta-base")
if sys.argv[1] == "pretrain":
    model = AutoModelForMaskedLM.from_pretrained("roberta-base")
    collator = DataCollatorForLanguageModeling(tokenizer)
else:
    model = AutoModelForSequenceClassification.from_pretrained("roberta-base")
    collator = DataCollatorWithPadding(tokenizer)
Trainer(model, TrainingArguments("o"), collator, load_from_disk("rows")).train()
