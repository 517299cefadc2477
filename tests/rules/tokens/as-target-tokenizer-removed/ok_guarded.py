# versions: transformers==5.23.0 trl==1.16.0
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("facebook/mbart-large-50", src_lang="en_XX", tgt_lang="ro_RO")


def encode(batch):
    if hasattr(tokenizer, "as_target_tokenizer"):
        with tokenizer.as_target_tokenizer():
            return tokenizer(batch["ro"], truncation=True)
    return tokenizer(text_target=batch["ro"], truncation=True)
