import pandas as pd
from datasets import Dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding
from transformers import Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)
table = pd.DataFrame({"text": ["a", "b", "c"], "label": ["good", "bad", "good"]})
table.loc[table["label"] == "good", "label"] = 1
table.loc[table["label"] == "bad", "label"] = 0
data = Dataset.from_pandas(table).map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
trainer = Trainer(
    model=model,
    args=TrainingArguments("out"),
    train_dataset=data,
    data_collator=DataCollatorWithPadding(tokenizer),
)
trainer.train()
