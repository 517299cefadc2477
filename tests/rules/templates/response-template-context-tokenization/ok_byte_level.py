# versions: transformers==4.51.3 trl==0.19.1
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.1-8B")
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.1-8B")
collator = DataCollatorForCompletionOnlyLM("\n### Assistant:", tokenizer=tokenizer)
data = load_dataset("timdettmers/openassistant-guanaco", split="train")
SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, data_collator=collator).train()
