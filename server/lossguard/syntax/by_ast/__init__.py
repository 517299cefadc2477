"""Syntax that the running Python takes, lowered from its own trees: a tenth of what libcst costs."""
