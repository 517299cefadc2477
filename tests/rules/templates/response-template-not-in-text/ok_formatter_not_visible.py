# versions: transformers==4.51.3 trl==0.19.1
from datasets import load_dataset
from formats import write
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("facebook/opt-350m")
trainer = SFTTrainer(
    AutoModelForCausalLM.from_pretrained("facebook/opt-350m"),
    args=SFTConfig("out"),
    train_dataset=load_dataset("json", data_files="qa.jsonl", split="train"),
    formatting_func=write,
    data_collator=DataCollatorForCompletionOnlyLM("### Output:", tokenizer=tokenizer),
)
trainer.train()
