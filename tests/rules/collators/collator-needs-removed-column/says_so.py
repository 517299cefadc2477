from functools import partial

from datasets import Dataset
from transformers import AutoTokenizer, T5ForConditionalGeneration, Trainer, TrainingArguments

options = {"output_dir": "o", "num_train_epochs": 1}


def collate(batch, tok):
    inputs = tok([one["question"] for one in batch], return_tensors="pt", padding=True)  # expect: collator-needs-removed-column @safe
    targets = tok(text_target=[one["answer"] for one in batch], return_tensors="pt", padding=True)["input_ids"]
    targets[targets == tok.pad_token_id] = -100
    return {"input_ids": inputs["input_ids"], "attention_mask": inputs["attention_mask"], "labels": targets}


def main(name="t5-small"):
    tok = AutoTokenizer.from_pretrained(name)
    Trainer(
        model=T5ForConditionalGeneration.from_pretrained(name),
        args=TrainingArguments(remove_unused_columns=True, **options),
        train_dataset=Dataset.from_dict({"question": ["a"], "answer": ["b"]}),
        data_collator=partial(collate, tok=tok),
    ).train()


main()
