# versions: transformers==4.51.3 trl==0.19.1
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-2-7b-hf")
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-2-7b-hf")
response = tokenizer.encode("\n### Assistant:", add_special_tokens=False)[2:]
collator = DataCollatorForCompletionOnlyLM(response_template=response, tokenizer=tokenizer)
data = load_dataset("timdettmers/openassistant-guanaco", split="train")
trainer = SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, data_collator=collator)
trainer.train()
