from datasets import load_dataset
from transformers import AutoModelForCausalLM as CausalLM
from transformers import AutoTokenizer, Trainer, TrainingArguments
from transformers.data.data_collator import DataCollatorForLanguageModeling as LmCollator

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("json", data_files="a.jsonl", split="train").map(lambda row: tokenizer(row["text"]))
trainer = Trainer(
    model=CausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    args=TrainingArguments("o"),
    train_dataset=data,
    data_collator=LmCollator(tokenizer, mlm=True, mlm_probability=0.15),  # expect: mlm-default-with-causal-lm
)
trainer.train()
