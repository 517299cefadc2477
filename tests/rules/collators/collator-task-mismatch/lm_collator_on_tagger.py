from datasets import load_from_disk
from transformers import AutoTokenizer, BertForTokenClassification, Trainer, TrainingArguments
from transformers import DataCollatorForLanguageModeling as LmCollator


class Tagging:
    def __init__(self):
        self.tokenizer = AutoTokenizer.from_pretrained("bert-base-cased")
        self.model = BertForTokenClassification.from_pretrained("bert-base-cased", num_labels=9)

    def run(self):
        Trainer(
            self.model,
            TrainingArguments("ner"),
            LmCollator(self.tokenizer),  # expect: collator-task-mismatch @unsafe
            load_from_disk("tagged"),
        ).train()


if __name__ == "__main__":
    Tagging().run()
