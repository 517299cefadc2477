from datasets import load_dataset, load_from_disk
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("json", data_files="a.jsonl", split="train")
rows = raw.map(lambda row: {"input_ids": row["ids"], "labels": row["ids"]}, remove_columns=["ids"])
args = TrainingArguments("o", eval_strategy="epoch")
Trainer(model, args, DataCollatorForSeq2Seq(tok), rows, load_from_disk("test")).train()
