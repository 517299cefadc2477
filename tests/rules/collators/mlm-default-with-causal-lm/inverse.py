from datasets import load_dataset
from transformers import AutoTokenizer, BertForMaskedLM, DataCollatorForLanguageModeling, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
data = load_dataset("json", data_files="a.jsonl", split="train").map(lambda row: tokenizer(row["text"]))
collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)  # expect: mlm-default-with-causal-lm
trainer = Trainer(
    model=BertForMaskedLM.from_pretrained("bert-base-uncased"),
    args=TrainingArguments("o"),
    train_dataset=data,
    data_collator=collator,
)
trainer.train()
