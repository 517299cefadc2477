# versions: transformers==5.23.0 trl==1.16.0
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("facebook/mbart-large-50", src_lang="en_XX", tgt_lang="ro_RO")


def encode(batch):
    features = tokenizer(batch["en"], truncation=True)
    with tokenizer.as_target_tokenizer():  # expect: as-target-tokenizer-removed
        labels = tokenizer(batch["ro"], truncation=True)
    features["labels"] = labels["input_ids"]
    return features
