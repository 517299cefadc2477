"""Every sentence of an explanation has a translation."""

from importlib import import_module
from pkgutil import walk_packages

import pytest

import lossguard.explain
from lossguard.locales import LANGUAGES, load


def sentences() -> set[str]:
    modules = [import_module(found.name) for found in walk_packages(lossguard.explain.__path__, "lossguard.explain.")]
    return {
        value for module in modules for name, value in vars(module).items() if name.isupper() and isinstance(value, str)
    }


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_the_sentences_of_explanations_are_translated(language: str) -> None:
    assert {text for text in sentences() if " " in text and not text.startswith("#")} - set(load(language)) == set()
