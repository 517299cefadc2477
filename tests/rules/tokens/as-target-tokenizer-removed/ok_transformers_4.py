# versions: transformers==4.57.3
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("facebook/mbart-large-50", src_lang="en_XX", tgt_lang="ro_RO")


def encode(batch):
    with tokenizer.as_target_tokenizer():
        return tokenizer(batch["ro"], truncation=True)
