from datasets import load_from_disk
from transformers import AutoTokenizer, BartForConditionalGeneration, DataCollatorForLanguageModeling, Trainer
from transformers import TrainingArguments

tok = AutoTokenizer.from_pretrained("facebook/bart-base")
model = BartForConditionalGeneration.from_pretrained("facebook/bart-base")
Trainer(model, TrainingArguments("o"), DataCollatorForLanguageModeling(tok), load_from_disk("r")).train()
