from datasets import load_dataset
from transformers import AutoModelForTokenClassification, AutoTokenizer, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("bert-base-cased")
model = AutoModelForTokenClassification.from_pretrained("bert-base-cased", num_labels=9)


def align(batch):
    out = tokenizer(batch["tokens"], truncation=True, is_split_into_words=True)
    labels = []
    for index, tags in enumerate(batch["ner_tags"]):
        previous = None
        row = []
        for word in out.word_ids(batch_index=index):
            if word is None:
                row.append(-100)
            elif word != previous:
                row.append(tags[word])
            else:
                row.append(-100)
            previous = word
        labels.append(row)
    out["labels"] = labels
    return out


data = load_dataset("conll2003").map(align, batched=True)
trainer = Trainer(  # expect: collator-cannot-pad-labels
    model=model,
    args=TrainingArguments("o", per_device_train_batch_size=16),
    train_dataset=data["train"],
    processing_class=tokenizer,
)
trainer.train()
