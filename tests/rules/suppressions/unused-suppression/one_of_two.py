from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("gpt2")
rows = Dataset.from_dict({"text": ["a"]}).map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
trainer = Trainer(
    model=model,
    train_dataset=rows,
    data_collator=DataCollatorForSeq2Seq(tokenizer),  # lossguard: ignore[COL001, COL004]  # expect: unused-suppression
)
trainer.train()
