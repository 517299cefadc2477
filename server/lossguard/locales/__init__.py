"""Translations: one JSON file a language, from the English template to its translation.

English is the key, so that the code reads as what it says and a missing translation is still a sentence.
"""

from collections.abc import Callable

LANGUAGES = ("en", "zh-cn")


def translations(language: str) -> Callable[[str], str]:
    """A function that gives a template in a language; a template without translation comes back as it is."""
    if language == "en":
        return lambda template: template
    table = load(language)
    return lambda template: table.get(template, template)


def load(language: str) -> dict[str, str]:
    """The table of a language; raises ValueError for one that there is none for."""
    import json
    from importlib.resources import files

    if language not in LANGUAGES:
        raise ValueError(f"no translations for {language!r}")
    table: dict[str, str] = json.loads((files(__name__) / f"{language}.json").read_text(encoding="utf-8"))
    return table
