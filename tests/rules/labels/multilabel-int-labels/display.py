from datasets import load_dataset
from transformers import AutoTokenizer, BertForSequenceClassification, DataCollatorWithPadding as Pad
from transformers import Trainer, TrainingArguments


def main(name="bert-base-uncased"):
    tok = AutoTokenizer.from_pretrained(name)
    model = BertForSequenceClassification.from_pretrained(name, problem_type="multi_label_classification")

    def encode(row):
        out = tok(row["text"])
        out["label"] = [int(row["toxic"]), int(row["insult"])]  # expect: multilabel-int-labels @none
        return out

    raw = load_dataset("csv", data_files="a.csv", split="train")
    rows = raw.map(encode, remove_columns=["text", "toxic", "insult"])
    Trainer(model=model, args=TrainingArguments("o"), data_collator=Pad(tok), train_dataset=rows).train()


main()
