# versions: transformers==4.46.3 trl==0.12.2
# versions: transformers==4.49.0 trl==0.15.2
# versions: transformers==5.23.0 trl==1.16.0
# Before 0.15, packing writes EOS between the texts.
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer


def write(row):
    return {"text": f"### Question: {row['question']}\n### Answer: {row['answer']}"}  # expect[trl==0.15.2]: missing-eos-in-text


tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
trainer = SFTTrainer(
    model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    args=SFTConfig(output_dir="o", packing=True),
    train_dataset=load_dataset("json", data_files="a.jsonl", split="train").map(write),
    processing_class=tokenizer,
)
trainer.train()
