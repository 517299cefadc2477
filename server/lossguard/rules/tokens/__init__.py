"""TOK: tokenizer, padding, EOS and BOS."""
