from itertools import chain

from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments, default_data_collator

tokenizer = AutoTokenizer.from_pretrained("gpt2")
model = AutoModelForCausalLM.from_pretrained("gpt2")
raw = load_dataset("wikitext", "wikitext-2-raw-v1")
column_names = raw["train"].column_names
text_column = "text" if "text" in column_names else column_names[0]
block_size = min(tokenizer.model_max_length, 1024)


def tokenize_function(examples):
    return tokenizer(examples[text_column])


def group_texts(examples):
    joined = {key: list(chain(*examples[key])) for key in examples.keys()}
    total = len(joined[list(examples.keys())[0]])
    total = (total // block_size) * block_size
    result = {
        key: [values[i : i + block_size] for i in range(0, total, block_size)] for key, values in joined.items()
    }
    result["labels"] = result["input_ids"].copy()
    return result


tokenized = raw.map(tokenize_function, batched=True, remove_columns=column_names)
lm = tokenized.map(group_texts, batched=True)
trainer = Trainer(
    model=model,
    args=TrainingArguments("wikitext"),
    train_dataset=lm["train"],
    eval_dataset=lm["validation"],
    processing_class=tokenizer,
    data_collator=default_data_collator,
)
trainer.train()
