import transformers as hf
from datasets import load_dataset


def named(row, tokenizer):
    return dict(tokenizer(row["text"]), label=f"class {row['class']}" if row["class"] else "none")  # expect: string-labels @none


def main():
    tok = hf.AutoTokenizer.from_pretrained("roberta-base")
    data = load_dataset("csv", data_files="rows.csv", split="train")
    data = data.map(named, fn_kwargs={"tokenizer": tok}, remove_columns=data.column_names)
    hf.Trainer(
        model=hf.AutoModelForSequenceClassification.from_pretrained("roberta-base"),
        args=hf.TrainingArguments("out"),
        train_dataset=data,
        data_collator=hf.DataCollatorWithPadding(tok),
    ).train()


main()
