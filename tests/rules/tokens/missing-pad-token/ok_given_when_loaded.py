from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer
from transformers import TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B", pad_token="<|finetune_right_pad_id|>")
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")


def encode(row):
    ids = tokenizer(row["text"])["input_ids"]
    return {"input_ids": ids, "attention_mask": [1] * len(ids), "labels": list(ids)}


data = load_dataset("text", data_files="poems.txt", split="train").map(encode, remove_columns=["text"])
collator = DataCollatorForSeq2Seq(tokenizer)
Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, data_collator=collator).train()
