"""Teaches a small Llama to answer like our support desk, on one GPU, with Unsloth.

It dies at the first step: "The model did not return a loss from the inputs". Lossguard says why.
"""

from unsloth import FastLanguageModel

from datasets import load_dataset
from transformers import DataCollatorForSeq2Seq, Trainer, TrainingArguments

MAX_LENGTH = 1024

model, tokenizer = FastLanguageModel.from_pretrained(
    model_name="unsloth/Llama-3.2-1B-Instruct",
    max_seq_length=MAX_LENGTH,
    load_in_4bit=True,
)
model = FastLanguageModel.get_peft_model(
    model,
    r=16,
    lora_alpha=16,
    target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
    use_gradient_checkpointing="unsloth",
)


def tokenize(row):
    chat = [
        {"role": "user", "content": row["question"]},
        {"role": "assistant", "content": row["answer"]},
    ]
    text = tokenizer.apply_chat_template(chat, tokenize=False)
    return tokenizer(text, add_special_tokens=False, truncation=True, max_length=MAX_LENGTH)


dataset = load_dataset("json", data_files="data/support.jsonl", split="train")
dataset = dataset.map(tokenize, remove_columns=dataset.column_names)

trainer = Trainer(
    model=model,
    processing_class=tokenizer,
    train_dataset=dataset,
    data_collator=DataCollatorForSeq2Seq(tokenizer=tokenizer),
    args=TrainingArguments(
        output_dir="outputs",
        per_device_train_batch_size=2,
        gradient_accumulation_steps=4,
        max_steps=60,
        learning_rate=2e-4,
        logging_steps=1,
    ),
)
trainer.train()
