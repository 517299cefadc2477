from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, DataCollatorForSeq2Seq
from transformers import Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("text", data_files="a.txt", split="train")


def encode(row, **options):
    out = tok(row["text"], truncation=True, **options)
    out["labels"] = out["input_ids"].copy()
    return out


later = raw.map(encode, remove_columns=["text"])
Trainer(model, TrainingArguments("o"), DataCollatorForSeq2Seq(tok), later).train()
padded = raw.map(encode, remove_columns=["text"], fn_kwargs={"padding": "max_length"})
Trainer(model, TrainingArguments("o"), DataCollatorForLanguageModeling(tok, mlm=False), padded).train()
