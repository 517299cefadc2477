# versions: transformers==4.51.3 trl==0.19.1
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-2-7b-hf")
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-2-7b-hf")
trainer = SFTTrainer(
    model,
    args=SFTConfig("out"),
    train_dataset=load_dataset("json", data_files="qa.jsonl", split="train"),
    formatting_func=lambda row: f"Question: {row['q']} ### Answer: {row['a']}",
    data_collator=DataCollatorForCompletionOnlyLM("### Answer:", tokenizer=tokenizer),
)
trainer.train()
