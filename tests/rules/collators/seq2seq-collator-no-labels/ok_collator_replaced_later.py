import sys

from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, DataCollatorForSeq2Seq
from transformers import Trainer, TrainingArguments

import my_library

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(lambda row: tokenizer(row["text"]), remove_columns=data.column_names)
args = TrainingArguments("o")

trainer = Trainer(model=model, args=args, train_dataset=data, data_collator=DataCollatorForSeq2Seq(tokenizer))
trainer.data_collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
trainer.train()

chosen = DataCollatorForSeq2Seq(tokenizer) if len(sys.argv) > 1 else DataCollatorForLanguageModeling(tokenizer, mlm=False)
Trainer(model=model, args=args, train_dataset=data, data_collator=chosen).train()

escaped = Trainer(model=model, args=args, train_dataset=data, data_collator=DataCollatorForSeq2Seq(tokenizer))
my_library.prepare(escaped)
escaped.train()
