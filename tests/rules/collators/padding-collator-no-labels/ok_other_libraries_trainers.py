import lightning
from datasets import load_dataset
from lightning.pytorch import Trainer as PlTrainer
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorWithPadding, TrainingArguments
from setfit import Trainer
from adapters import AdapterTrainer
from optimum.habana import GaudiTrainer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(lambda row: tokenizer(row["text"]), remove_columns=data.column_names)
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
collator = DataCollatorWithPadding(tokenizer)
Trainer(model=model, train_dataset=data, data_collator=collator).train()
AdapterTrainer(model=model, train_dataset=data, data_collator=collator).train()
GaudiTrainer(model=model, args=TrainingArguments("o"), train_dataset=data, data_collator=collator).train()
PlTrainer(max_epochs=1).fit(model, data)
lightning.Trainer().fit(model)
