import pandas as pd
from datasets import Dataset
from sklearn.model_selection import train_test_split
from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding
from transformers import Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)
table = pd.DataFrame({"text": ["a", "b", "c"], "target": [0, 1, 0]})
train, test = train_test_split(table, test_size=0.3, random_state=1)
data = Dataset.from_pandas(train).map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
trainer = Trainer(
    model=model,
    args=TrainingArguments("out"),
    train_dataset=data,  # expect: label-column-not-forwarded
    data_collator=DataCollatorWithPadding(tokenizer),
)
trainer.train()
