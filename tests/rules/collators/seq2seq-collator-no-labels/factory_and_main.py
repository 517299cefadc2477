import argparse

from datasets import load_from_disk
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments


def make_collator(tokenizer):
    return DataCollatorForSeq2Seq(tokenizer, padding=True, pad_to_multiple_of=8)


def encode(example, tokenizer, limit):
    out = tokenizer(example["prompt"] + example["answer"], truncation=True, max_length=limit)
    return {"input_ids": out["input_ids"], "attention_mask": out["attention_mask"]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="gpt2")
    parser.add_argument("--limit", type=int, default=512)
    options = parser.parse_args()
    tokenizer = AutoTokenizer.from_pretrained(options.model)
    model = AutoModelForCausalLM.from_pretrained(options.model)
    data = load_from_disk("corpus")
    data = data.map(
        encode,
        fn_kwargs={"tokenizer": tokenizer, "limit": options.limit},
        remove_columns=data.column_names,
    )
    collate = make_collator(tokenizer)
    trainer = Trainer(
        model,
        TrainingArguments("out"),
        collate,  # expect: seq2seq-collator-no-labels
        data,
    )
    trainer.train()


if __name__ == "__main__":
    main()
