from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer, TrainingArguments

TEXTS = ["The river is deep.", "Dogs learn fast and sleep late.", "Why is the sky blue?", "A token is a number."] * 20
tokenizer = AutoTokenizer.from_pretrained("qwen2")
model = AutoModelForCausalLM.from_pretrained("qwen2")
rows = Dataset.from_dict({"text": [text + tokenizer.eos_token for text in TEXTS]})
rows = rows.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
split = rows.train_test_split(test_size=20, seed=1)
collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
args = TrainingArguments(
    "out", per_device_train_batch_size=4, gradient_accumulation_steps=2, bf16=True, optim="paged_adamw_8bit",
    eval_strategy="epoch", report_to="wandb", push_to_hub=True, dataloader_num_workers=4, save_steps=100,
)
Trainer(model, args, train_dataset=split["train"], eval_dataset=split["test"], data_collator=collator).train()
