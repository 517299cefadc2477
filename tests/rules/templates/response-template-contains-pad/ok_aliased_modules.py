# versions: transformers==4.51.3 trl==0.19.1
import datasets as hfd
import transformers as hf
import trl as trl_lib

tokenizer = hf.AutoTokenizer.from_pretrained("openchat/openchat_3.5")
tokenizer.pad_token = "<unk>"
model = hf.AutoModelForCausalLM.from_pretrained("openchat/openchat_3.5")
collator = trl_lib.DataCollatorForCompletionOnlyLM("<|end_of_turn|>GPT4 Correct Assistant:", tokenizer=tokenizer)
data = hfd.load_dataset("json", data_files="chats.jsonl", split="train")
trainer = trl_lib.SFTTrainer(model, args=trl_lib.SFTConfig("out"), train_dataset=data, data_collator=collator)
trainer.train()
