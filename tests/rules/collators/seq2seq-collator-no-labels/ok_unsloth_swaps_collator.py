# versions: unsloth==2025.3.10 trl==0.15.2 transformers==4.49.0
# versions: unsloth==2026.10.9 trl==0.24.0 transformers==4.57.3
# versions: trl==0.24.0
from unsloth import FastLanguageModel
from datasets import load_dataset
from transformers import DataCollatorForSeq2Seq
from trl import SFTConfig, SFTTrainer

model, tokenizer = FastLanguageModel.from_pretrained("unsloth/gemma-2-2b")
rows = load_dataset("text", data_files="book.txt", split="train")
trainer = SFTTrainer(
    model=model,
    tokenizer=tokenizer,
    train_dataset=rows.select_columns(["text"]),
    data_collator=DataCollatorForSeq2Seq(tokenizer),
    args=SFTConfig(output_dir="out", dataset_text_field="text"),
)
trainer.train()
