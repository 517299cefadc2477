# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
rows = load_dataset("json", data_files="a.jsonl", split="train")
rows = rows.map(lambda row: {"text": row["q"] + row["a"]}, remove_columns=rows.column_names)
SFTTrainer(
    model=model,
    args=SFTConfig(output_dir="o"),
    train_dataset=rows,
    processing_class=tokenizer,
    data_collator=DataCollatorForSeq2Seq(tokenizer),
).train()
