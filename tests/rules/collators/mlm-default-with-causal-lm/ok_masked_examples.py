from datasets import load_dataset
from transformers import (
    AutoConfig,
    AutoModelForMaskedLM,
    AutoTokenizer,
    BertForMaskedLM,
    BertForPreTraining,
    DataCollatorForLanguageModeling,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
data = load_dataset("text", data_files="a.txt", split="train")
data = data.map(lambda rows: tokenizer(rows["text"], truncation=True), batched=True, remove_columns=["text"])
collator = DataCollatorForLanguageModeling(tokenizer=tokenizer)
for model in (
    AutoModelForMaskedLM.from_pretrained("bert-base-uncased"),
    BertForMaskedLM(AutoConfig.from_pretrained("bert-base-uncased")),
    BertForPreTraining.from_pretrained("bert-base-uncased"),
):
    Trainer(model, TrainingArguments("mlm"), collator, data).train()
