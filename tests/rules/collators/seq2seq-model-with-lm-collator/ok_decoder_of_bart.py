from datasets import load_from_disk
from transformers import AutoTokenizer, BartForCausalLM, DataCollatorForLanguageModeling, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("facebook/bart-base")
model = BartForCausalLM.from_pretrained("facebook/bart-base", add_cross_attention=False)
Trainer(model, TrainingArguments("o"), DataCollatorForLanguageModeling(tok, mlm=False), load_from_disk("r")).train()
