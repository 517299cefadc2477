"""Every sentence that can be printed has a translation with the same arguments."""

from string import Formatter

import pytest

from lossguard.cli.words import TEMPLATES
from lossguard.locales import LANGUAGES, load, translations
from lossguard.rules.registry import all_rules
from lossguard.settings import words

TRANSLATED = [language for language in LANGUAGES if language != "en"]


def arguments(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_take_the_arguments_of_their_templates(language: str) -> None:
    wrong = [english for english, other in load(language).items() if arguments(english) != arguments(other)]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_words_of_the_command_line_are_translated(language: str) -> None:
    assert set(TEMPLATES) - set(load(language)) == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_said_of_settings_is_translated(language: str) -> None:
    assert set(words.TEMPLATES) - set(load(language)) == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_sentences_of_the_rules_are_translated(language: str) -> None:
    templates = {template for rule in all_rules() for template in rule.messages}
    assert templates - set(load(language)) == set()


def test_what_has_no_translation_stays_english() -> None:
    assert translations("zh-cn")("No such sentence {x}") == "No such sentence {x}"
    assert translations("en")("error") == "error"


def test_a_language_that_there_is_none_for_is_refused() -> None:
    with pytest.raises(ValueError, match="klingon"):
        translations("klingon")
