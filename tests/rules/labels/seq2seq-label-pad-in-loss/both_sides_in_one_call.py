from datasets import load_dataset
from transformers import BartForConditionalGeneration, BartTokenizerFast, Trainer, TrainingArguments
from transformers import default_data_collator as stack


class Summaries:
    def __init__(self):
        self.tok = BartTokenizerFast.from_pretrained("facebook/bart-base")
        self.model = BartForConditionalGeneration.from_pretrained("facebook/bart-base")

    def encode(self, row):
        return self.tok(row["text"], text_target=row["short"], padding="max_length", max_length=128)  # expect: seq2seq-label-pad-in-loss @none

    def run(self):
        raw = load_dataset("json", data_files="a.jsonl", split="train")
        rows = raw.map(self.encode, remove_columns=raw.column_names)
        Trainer(self.model, TrainingArguments("o"), stack, rows).train()


Summaries().run()
