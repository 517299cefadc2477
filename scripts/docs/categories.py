"""The categories of rules: the first three letters of their codes, and what they are about."""

CATEGORIES = {
    "COL": "Collators",
    "LBL": "Labels and masks",
    "TOK": "Tokens, padding, EOS",
    "TPL": "Chat templates and markers",
    "LOS": "Losses and loops",
    "MOD": "Models and adapters",
    "SUP": "Comments that silence",
}
