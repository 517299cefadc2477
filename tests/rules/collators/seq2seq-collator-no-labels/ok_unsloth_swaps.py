# versions: unsloth==2025.9.1 trl==0.22.2 transformers==4.55.4
from unsloth import FastLanguageModel

from datasets import load_dataset
from transformers import DataCollatorForSeq2Seq
from trl import SFTConfig, SFTTrainer

model, tokenizer = FastLanguageModel.from_pretrained("unsloth/Qwen2.5-0.5B-Instruct")
rows = load_dataset("json", data_files="a.jsonl", split="train")
rows = rows.map(lambda row: {"text": row["q"]}, remove_columns=rows.column_names)
trainer = SFTTrainer(
    model=model,
    tokenizer=tokenizer,
    train_dataset=rows,
    dataset_text_field="text",
    data_collator=DataCollatorForSeq2Seq(tokenizer=tokenizer),
    args=SFTConfig(output_dir="o"),
)
trainer.train()
