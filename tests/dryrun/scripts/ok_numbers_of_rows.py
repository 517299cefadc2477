"""Written for more rows than a dry run takes: none of its numbers is a mistake."""

import random

from datasets import Dataset, concatenate_datasets, interleave_datasets
from torch.utils.data import Dataset as TorchDataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

TEXTS = ["The river is deep.", "Dogs learn fast and sleep late.", "Why is the sky blue?", "A token is a number."] * 500
tokenizer = AutoTokenizer.from_pretrained("bert")
model = AutoModelForSequenceClassification.from_pretrained("bert", num_labels=4)
rows = Dataset.from_list([{"text": text} for text in TEXTS])
rows = rows.add_column("label", [at % 4 for at in range(len(TEXTS))])
rows = rows.class_encode_column("label")
assert rows[100]["text"] and rows[-1000]["text"] and rows["text"][1500] and rows[[7, 1900]]["text"]
assert len(rows[1000:1010]["text"]) == 10
rows = rows.select(index for index in range(2000) if index % 2)
rows = concatenate_datasets([rows, rows]).select(range(200, 1200))
rows = interleave_datasets([rows, rows.skip(10)]).shard(100, 70).repeat(300)
few = Dataset.from_list([{"text": text, "label": at % 4} for at, text in enumerate(TEXTS)]).class_encode_column("label")
split = few.train_test_split(100, stratify_by_column="label")
split["test"].select(iter([3, 90]))
few.train_test_split(test_size=0.001)
picked = few.select(random.Random(1).sample(range(2000), 500))


class Rows(TorchDataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, at):
        return self.rows[at]


assert sum(1 for _ in Rows(few)) == len(few)
split = split.map(lambda row: tokenizer(row["text"], padding="max_length", truncation=True, max_length=16))
args = TrainingArguments("out", per_device_train_batch_size=128, dataloader_drop_last=True, eval_strategy="epoch")
Trainer(model, args, train_dataset=split["train"], eval_dataset=split["test"]).train()
