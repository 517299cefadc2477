# versions: transformers==4.51.3 trl==0.19.1
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("facebook/opt-350m")
model = AutoModelForCausalLM.from_pretrained("facebook/opt-350m")
ids = tokenizer.encode("### Output:", add_special_tokens=False)
trainer = SFTTrainer(
    model,
    args=SFTConfig("out"),
    train_dataset=load_dataset("json", data_files="qa.jsonl", split="train"),
    formatting_func=lambda row: f"### Question: {row['question']}\n### Reply: {row['answer']}",
    data_collator=DataCollatorForCompletionOnlyLM(ids, tokenizer=tokenizer),
)
trainer.train()
