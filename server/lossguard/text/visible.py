"""Text that shows what it is: control characters could take a terminal over, or show another program than runs."""

_CONTROL = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"}
_CONTROL |= {0x7F: 0x2421, **dict.fromkeys(range(0x80, 0xA0), 0xFFFD)}
# Marks that reorder text: what is shown would not be what is run.
_CONTROL |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD)


def visible(text: str) -> str:
    """Text with control characters made visible."""
    return text if text.isprintable() else text.translate(_CONTROL)


def one_line(text: str) -> str:
    return visible(" ".join(text.split("\n")))
