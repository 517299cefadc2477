from datasets import Dataset
from transformers import AutoModel, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

TEXTS = ["The river is deep.", "Dogs learn fast and sleep late.", "Why is the sky blue?", "A token is a number."] * 20
tokenizer = AutoTokenizer.from_pretrained("qwen2")
model = AutoModel.from_pretrained("qwen2")  # expect: DRY005 no-head
rows = Dataset.from_dict({"text": TEXTS}).map(lambda row: tokenizer(row["text"]), remove_columns=["text"])


def main():
    collator = DataCollatorForSeq2Seq(tokenizer)
    Trainer(model, TrainingArguments("out"), train_dataset=rows, data_collator=collator).train()


if __name__ == "__main__":
    main()
