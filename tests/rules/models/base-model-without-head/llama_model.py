from datasets import load_dataset
from transformers import AutoTokenizer, DataCollatorForLanguageModeling, LlamaModel, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = LlamaModel.from_pretrained("meta-llama/Llama-2-7b-hf")  # expect: base-model-without-head
data = load_dataset("json", data_files="a.jsonl", split="train").map(lambda row: tokenizer(row["text"]))
trainer = Trainer(
    model=model,
    args=TrainingArguments("o"),
    train_dataset=data,
    data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
)
trainer.train()
