from datasets import load_dataset
from transformers import AutoTokenizer, BertForTokenClassification, DataCollatorForTokenClassification, Trainer
from transformers import TrainingArguments


class Tagger(BertForTokenClassification):
    def forward(self, label=None, **inputs):
        return super().forward(labels=label, **inputs)


tok = AutoTokenizer.from_pretrained("bert-base-cased")
raw = load_dataset("json", data_files="t.jsonl", split="train").select_columns(["input_ids", "label"])
model = Tagger.from_pretrained("bert-base-cased")
Trainer(model, TrainingArguments("o"), DataCollatorForTokenClassification(tok), raw).train()
