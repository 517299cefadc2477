from datasets import Dataset
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorWithPadding, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
model = get_peft_model(model, LoraConfig(task_type="CAUSAL_LM"))
rows = Dataset.from_list([{"input_ids": tokenizer("a")["input_ids"]}, {"input_ids": tokenizer("b c")["input_ids"]}])
collator = DataCollatorWithPadding(tokenizer=tokenizer)
trainer = Trainer(
    model=model,
    args=TrainingArguments("o"),
    train_dataset=rows,
    data_collator=collator,  # expect: padding-collator-no-labels
)
trainer.train()
