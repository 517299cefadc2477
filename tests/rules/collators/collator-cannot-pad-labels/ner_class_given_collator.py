import transformers as hf
from datasets import load_dataset


class Tagger:
    def __init__(self, base="bert-base-cased", labels=("O", "B-PER", "I-PER")):
        self.labels = labels
        self.tokenizer = hf.AutoTokenizer.from_pretrained(base)
        self.model = hf.AutoModelForTokenClassification.from_pretrained(base, num_labels=len(labels))

    def align(self, examples):
        tokenized = self.tokenizer(examples["tokens"], truncation=True, is_split_into_words=True)
        all_labels = []
        for i, tags in enumerate(examples["ner_tags"]):
            previous = None
            row = []
            for word in tokenized.word_ids(batch_index=i):
                if word is None:
                    row.append(-100)
                elif word != previous:
                    row.append(tags[word])
                else:
                    row.append(-100)
                previous = word
            all_labels.append(row)
        tokenized["labels"] = all_labels
        return tokenized

    def train(self):
        data = load_dataset("conll2003")
        data = data.map(self.align, batched=True, remove_columns=data["train"].column_names)
        trainer = hf.Trainer(
            model=self.model,
            args=hf.TrainingArguments("ner"),
            train_dataset=data["train"],
            data_collator=hf.DataCollatorWithPadding(self.tokenizer),  # expect: collator-cannot-pad-labels [error] @safe
        )
        trainer.train()


Tagger().train()
