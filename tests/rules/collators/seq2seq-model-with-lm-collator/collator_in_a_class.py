from datasets import load_from_disk
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
from transformers import TrainingArguments


class Job:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForSeq2SeqLM.from_pretrained(name)
        self.collate = DataCollatorForLanguageModeling(tokenizer=self.tok, mlm=False)

    def encode(self, row):
        return self.tok(row["en"], text_target=row["de"])

    def train(self):
        rows = load_from_disk("pairs").map(self.encode, remove_columns=["en", "de"])
        Trainer(
            model=self.model,
            args=TrainingArguments("o"),
            data_collator=self.collate,  # expect: seq2seq-model-with-lm-collator @safe
            train_dataset=rows,
        ).train()


Job("google/mt5-small").train()
