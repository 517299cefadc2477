from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

model_name = "meta-llama/Llama-3.2-1B"
tokenizer = AutoTokenizer.from_pretrained(model_name)
tokenizer.pad_token = tokenizer.eos_token
model = AutoModelForCausalLM.from_pretrained(model_name)

raw = load_dataset("json", data_files={"train": "train.jsonl"}, split="train")
tokenized = raw.map(
    lambda batch: tokenizer(batch["text"], truncation=True, max_length=1024),
    batched=True,
    remove_columns=raw.column_names,
)

collator = DataCollatorForSeq2Seq(tokenizer, model=model, padding=True)
args = TrainingArguments(output_dir="out", per_device_train_batch_size=2, num_train_epochs=1)
trainer = Trainer(
    model=model,
    args=args,
    train_dataset=tokenized,
    data_collator=collator,  # expect: seq2seq-collator-no-labels [error] @none
)
trainer.train()
