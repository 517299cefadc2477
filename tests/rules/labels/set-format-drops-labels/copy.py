import transformers as hf
from datasets import Dataset


def rows(tok):
    data = Dataset.from_dict({"text": ["fine", "bad"], "label": [1, 0]}).map(lambda row: tok(row["text"]))
    return data.with_format("torch", columns=["input_ids", "attention_mask"])  # expect: set-format-drops-labels @unsafe


def main(name="distilbert-base-uncased"):
    tok = hf.AutoTokenizer.from_pretrained(name)
    settings = {"args": hf.TrainingArguments("o"), "train_dataset": rows(tok)}
    hf.Trainer(
        hf.DistilBertForSequenceClassification.from_pretrained(name),
        data_collator=hf.DataCollatorWithPadding(tok),
        **settings,
    ).train()


main()
