from functools import partial

import datasets
import transformers as hf


def encode(batch, tokenizer, limit):
    encoded = tokenizer(batch["content"], truncation=True, max_length=limit)
    return {"input_ids": encoded["input_ids"], "attention_mask": encoded["attention_mask"]}


def make_collator(tokenizer):
    return hf.DataCollatorForSeq2Seq(tokenizer=tokenizer, label_pad_token_id=-100)


def main():
    tokenizer = hf.AutoTokenizer.from_pretrained("HuggingFaceTB/SmolLM2-360M")
    model = hf.AutoModelForCausalLM.from_pretrained("HuggingFaceTB/SmolLM2-360M")
    splits = datasets.load_dataset("csv", data_files="corpus.csv")
    splits = splits.map(
        partial(encode, tokenizer=tokenizer, limit=256),
        batched=True,
        remove_columns=splits["train"].column_names,
    )
    trainer = hf.Trainer(
        model=model,
        args=hf.TrainingArguments("smol"),
        data_collator=make_collator(tokenizer),  # expect: seq2seq-collator-no-labels
        train_dataset=splits["train"],
    )
    trainer.train()


main()
