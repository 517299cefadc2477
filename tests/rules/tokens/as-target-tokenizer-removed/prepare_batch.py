# versions: transformers==5.23.0 trl==1.16.0
from transformers import MarianTokenizer


def encode(rows):
    tokenizer = MarianTokenizer.from_pretrained("Helsinki-NLP/opus-mt-en-de")
    return tokenizer.prepare_seq2seq_batch(rows["en"], rows["de"], return_tensors="pt")  # expect: as-target-tokenizer-removed
