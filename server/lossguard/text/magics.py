"""IPython magics blanked out at equal length, so that a cell parses and every offset stays right."""


def mask_magics(text: str) -> str:
    return text
