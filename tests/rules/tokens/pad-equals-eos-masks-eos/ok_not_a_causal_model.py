from datasets import load_from_disk
from transformers import (
    AutoModelForMaskedLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("answerdotai/ModernBERT-base")
tokenizer.pad_token = tokenizer.eos_token
Trainer(
    AutoModelForMaskedLM.from_pretrained("answerdotai/ModernBERT-base"),
    TrainingArguments("o"),
    DataCollatorForLanguageModeling(tokenizer, mlm=True, mlm_probability=0.3),
    load_from_disk("tokens"),
).train()
