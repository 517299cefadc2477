from datasets import load_dataset
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    Trainer,
    TrainingArguments,
)


def get_tokenizer(name):
    tokenizer = AutoTokenizer.from_pretrained(name)
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token  # expect: pad-equals-eos-masks-eos [warning] @none
    return tokenizer


def main():
    tokenizer = get_tokenizer("meta-llama/Llama-3.1-8B")
    model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.1-8B")
    data = load_dataset("json", data_files="qa.jsonl", split="train")
    data = data.map(
        lambda row: tokenizer(row["question"] + "\n" + row["answer"] + tokenizer.eos_token),
        remove_columns=data.column_names,
    )
    trainer = Trainer(
        model=model,
        args=TrainingArguments("o"),
        train_dataset=data,
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    )
    trainer.train()


main()
