# versions: transformers==5.23.0 trl==1.16.0
import transformers


class Encoder:
    def __init__(self):
        self.tok = transformers.BertTokenizerFast.from_pretrained("bert-base-uncased")

    def one(self, text):
        return self.tok.encode_plus(text, truncation=True)  # expect: as-target-tokenizer-removed
