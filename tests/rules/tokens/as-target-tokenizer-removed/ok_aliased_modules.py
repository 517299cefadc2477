# versions: transformers==5.23.0 trl==1.16.0
import transformers as hf

tokenizer = hf.AutoTokenizer.from_pretrained("facebook/mbart-large-50", src_lang="en_XX", tgt_lang="ro_RO")


def encode(batch):
    features = tokenizer(batch["en"], truncation=True)
    labels = tokenizer(text_target=batch["ro"], truncation=True)
    features["labels"] = labels["input_ids"]
    return features
