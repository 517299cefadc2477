from itertools import chain

from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments, default_data_collator

tok = AutoTokenizer.from_pretrained("gpt2")
model = AutoModelForCausalLM.from_pretrained("gpt2")
raw = load_dataset("text", data_files="a.txt", split="train")
rows = raw.map(lambda batch: tok(batch["text"]), batched=True, remove_columns=["text"])


def group(batch):
    joined = {key: list(chain(*batch[key])) for key in batch}
    total = len(joined["input_ids"]) // 512 * 512
    result = {key: [ids[i : i + 512] for i in range(0, total, 512)] for key, ids in joined.items()}
    result["labels"] = result["input_ids"].copy()
    return result


Trainer(model, TrainingArguments("o"), default_data_collator, rows.map(group, batched=True)).train()
