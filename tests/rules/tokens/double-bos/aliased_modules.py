# versions: transformers==5.23.0 trl==1.16.0
import datasets as hfd
import transformers as hf

tokenizer = hf.AutoTokenizer.from_pretrained("google/gemma-2-2b-it")
model = hf.AutoModelForCausalLM.from_pretrained("google/gemma-2-2b-it")


def encode(row):
    text = tokenizer.apply_chat_template(row["messages"], tokenize=False)
    return tokenizer(text, truncation=True, max_length=2048)  # expect: double-bos


data = hfd.load_dataset("json", data_files="chats.jsonl", split="train")
data = data.map(encode, remove_columns=data.column_names)
collator = hf.DataCollatorForLanguageModeling(tokenizer, mlm=False)
trainer = hf.Trainer(model=model, args=hf.TrainingArguments("out"), train_dataset=data, data_collator=collator)
trainer.train()
