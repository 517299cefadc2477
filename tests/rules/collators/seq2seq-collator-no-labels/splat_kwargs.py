from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

checkpoint = "EleutherAI/pythia-160m"
tokenizer = AutoTokenizer.from_pretrained(checkpoint)
lines = ["one", "two", "three"]
rows = Dataset.from_dict({"text": lines}).map(lambda r: tokenizer(r["text"]), remove_columns="text")

settings = dict(
    model=AutoModelForCausalLM.from_pretrained(checkpoint),
    args=TrainingArguments("out", max_steps=10),
    train_dataset=rows,
)
settings["data_collator"] = DataCollatorForSeq2Seq(tokenizer)  # expect: seq2seq-collator-no-labels
Trainer(**settings).train()
