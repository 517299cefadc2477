# versions: transformers==4.34.0 trl==0.4.7
# versions: transformers==4.40.0 trl==0.8.6
# versions:
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainingArguments
from trl import SFTTrainer


def written(row):
    return f"### Question: {row['question']}\n### Answer: {row['answer']}"


tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-2-7b-hf")
tokenizer.pad_token = tokenizer.eos_token  # what is packed needs no padding: no token is hidden
trainer = SFTTrainer(
    model=AutoModelForCausalLM.from_pretrained("meta-llama/Llama-2-7b-hf"),
    args=TrainingArguments(output_dir="o"),
    train_dataset=load_dataset("json", data_files="a.jsonl", split="train"),
    formatting_func=written,
    packing=True,
    max_seq_length=2048,
    tokenizer=tokenizer,
)
trainer.train()
