# versions: transformers==4.57.3 trl==0.24.0
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
rows = load_dataset("json", data_files="a.jsonl", split="train")
rows = rows.map(lambda row: {"text": row["q"] + row["a"] + tokenizer.eos_token})
trainer = SFTTrainer(
    model=model,
    args=SFTConfig(output_dir="o", dataset_text_field="text", max_length=512),
    train_dataset=rows,
    processing_class=tokenizer,
    data_collator=DataCollatorForSeq2Seq(tokenizer),  # expect: seq2seq-collator-no-labels
)
trainer.train()
