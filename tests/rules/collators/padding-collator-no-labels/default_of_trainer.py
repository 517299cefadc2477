from datasets import load_dataset
from transformers import AutoTokenizer, GPT2LMHeadModel, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("gpt2")
tokenizer.add_special_tokens({"pad_token": "[PAD]"})
model = GPT2LMHeadModel.from_pretrained("gpt2")
model.resize_token_embeddings(len(tokenizer))


def encode(batch):
    return tokenizer(batch["text"], truncation=True)


data = load_dataset("wikitext", "wikitext-2-raw-v1")
data = data.map(encode, batched=True, remove_columns=["text"])
data.set_format("torch", columns=["input_ids", "attention_mask"])
trainer = Trainer(  # expect: padding-collator-no-labels
    model=model,
    args=TrainingArguments(output_dir="o"),
    train_dataset=data["train"],
    eval_dataset=data["validation"],
    processing_class=tokenizer,
)
trainer.train()
