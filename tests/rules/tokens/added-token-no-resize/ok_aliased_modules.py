import datasets as hfd
import transformers as hf

tokenizer = hf.AutoTokenizer.from_pretrained("gpt2")
tokenizer.add_special_tokens({"pad_token": "<|pad|>", "sep_token": "<|sep|>"})
model = hf.AutoModelForCausalLM.from_pretrained("gpt2")
model.resize_token_embeddings(len(tokenizer))
data = hfd.load_dataset("text", data_files="poems.txt", split="train")
data = data.map(lambda row: tokenizer(row["text"], truncation=True), remove_columns=["text"])
collator = hf.DataCollatorForLanguageModeling(tokenizer, mlm=False)
trainer = hf.Trainer(model=model, args=hf.TrainingArguments("out"), train_dataset=data, data_collator=collator)
trainer.train()
