import transformers as hf
from datasets import Dataset


def build(name: str) -> hf.Trainer:
    tok = hf.AutoTokenizer.from_pretrained(name)
    rows = Dataset.from_dict({"text": ["fine", "bad"], "label": [1, 0]})
    rows = rows.map(lambda row: tok(row["text"]), remove_columns=["text"])
    settings = {"model": hf.BertForSequenceClassification.from_pretrained(name), "train_dataset": rows}
    return hf.Trainer(
        args=hf.TrainingArguments("o"),
        data_collator=hf.DataCollatorForTokenClassification(tok),  # expect: collator-task-mismatch @unsafe
        **settings,
    )


build("bert-base-uncased").train()
