# versions: transformers==4.51.3 trl==0.19.1
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("openchat/openchat_3.5")
tokenizer.pad_token = "<unk>"
model = AutoModelForCausalLM.from_pretrained("openchat/openchat_3.5")
collator = DataCollatorForCompletionOnlyLM("<|end_of_turn|>GPT4 Correct Assistant:", tokenizer=tokenizer)
data = load_dataset("json", data_files="chats.jsonl", split="train")
trainer = SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, data_collator=collator)
trainer.train()
