from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
# Nobody can see whether this file holds labels.
data = load_dataset("json", data_files="tokenised.jsonl", split="train")
kept = data.map(lambda row: tokenizer(row["text"]))
for rows in (data, kept):
    Trainer(
        model=model, args=TrainingArguments("o"), train_dataset=rows, data_collator=DataCollatorForSeq2Seq(tokenizer)
    ).train()
