from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling
from transformers import Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
if tokenizer.pad_token is None:  # Qwen has one
    tokenizer.pad_token = tokenizer.eos_token
other = AutoTokenizer.from_pretrained("gpt2")
other.pad_token = other.unk_token
for tok, name in ((tokenizer, "Qwen/Qwen2.5-0.5B"), (other, "gpt2")):
    data = load_dataset("json", data_files="a.jsonl", split="train").map(lambda row: tok(row["text"] + tok.eos_token))
    trainer = Trainer(
        model=AutoModelForCausalLM.from_pretrained(name),
        args=TrainingArguments("o"),
        train_dataset=data,
        data_collator=DataCollatorForLanguageModeling(tok, mlm=False),
    )
    trainer.train()
