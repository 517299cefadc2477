from datasets import load_dataset
from transformers import (
    AutoModelForCausalLM,
    AutoModelForTokenClassification,
    AutoTokenizer,
    DataCollatorForSeq2Seq,
    DataCollatorForTokenClassification,
    DataCollatorWithPadding,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("bert-base-cased")
data = load_dataset("conll2003", split="train")


def align(rows):
    out = tokenizer(rows["tokens"], is_split_into_words=True, truncation=True)
    out["labels"] = [
        [-100 if word is None else tags[word] for word in out.word_ids(i)] for i, tags in enumerate(rows["ner_tags"])
    ]
    return out


class PadsLabels(DataCollatorWithPadding):
    def __call__(self, features):
        labels = [feature.pop("labels") for feature in features]
        batch = super().__call__(features)
        width = batch["input_ids"].shape[1]
        batch["labels"] = [row + [-100] * (width - len(row)) for row in labels]
        return batch


def collate(features):
    return PadsLabels(tokenizer)(features)


data = data.map(align, batched=True, remove_columns=data.column_names)
tagger = AutoModelForTokenClassification.from_pretrained("bert-base-cased", num_labels=9)
for collator in (DataCollatorForTokenClassification(tokenizer), PadsLabels(tokenizer), collate):
    Trainer(tagger, TrainingArguments("o"), train_dataset=data, data_collator=collator).train()

causal = AutoModelForCausalLM.from_pretrained("gpt2")
Trainer(causal, TrainingArguments("o"), DataCollatorForSeq2Seq(tokenizer), data).train()
