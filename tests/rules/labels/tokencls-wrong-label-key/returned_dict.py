import transformers as hf
from datasets import load_from_disk


class Tagger:
    def __init__(self, name="roberta-base"):
        self.tok = hf.AutoTokenizer.from_pretrained(name, add_prefix_space=True)
        self.model = hf.RobertaForTokenClassification.from_pretrained(name, num_labels=5)

    def rows(self):
        raw = load_from_disk("tags")

        def encode(row):
            out = self.tok(row["words"], is_split_into_words=True)
            tags = []
            for word in out.word_ids():
                tags.append(-100 if word is None else row["tags"][word])
            return {"input_ids": out["input_ids"], "attention_mask": out["attention_mask"], "label": tags}

        return raw.map(encode, remove_columns=raw.column_names)

    def train(self):
        hf.Trainer(
            self.model,
            hf.TrainingArguments("o"),
            hf.DataCollatorForTokenClassification(self.tok),  # expect: tokencls-wrong-label-key @unsafe
            self.rows(),
        ).train()


Tagger().train()
