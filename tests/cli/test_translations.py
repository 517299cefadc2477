"""Every sentence that can be printed has a translation with the same arguments."""

from string import Formatter

import pytest

from lossguard.cli.words import TEMPLATES
from lossguard.libraries import installed
from lossguard.locales import LANGUAGES, load, translations
from lossguard.rules.registry import all_rules
from lossguard.settings import words
from lossguard.text import decode, notebook
from tests.cli.conftest import Run

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
def test_why_a_file_cannot_be_checked_is_translated(language: str) -> None:
    said = {*decode.TEMPLATES, *notebook.TEMPLATES, *installed.TEMPLATES}
    assert said - set(load(language)) == set()


@pytest.mark.parametrize(
    ("files", "arguments", "said"),
    [
        ({}, ["none.py"], "lossguard: none.py 不存在\n"),
        ({"a.py": b"\0"}, ["a.py"], "lossguard: a.py 是二进制文件，不是文本\n"),
        ({"a.ipynb": '{"torch": 1}'}, ["a.ipynb"], "lossguard: a.ipynb 不是笔记本：it has no cells\n"),
        ({"a.py": "torch ="}, ["a.py"], "lossguard: 已略去 a.py：line 1 is not valid Python\n"),
        ({"x/y.txt": ""}, ["x"], "lossguard: x 中没有未被忽略的 Python 文件或笔记本\n"),
        ({"b.json": "{}"}, ["--baseline", "b.json"], "lossguard: b.json 不是 Lossguard 写的基线文件\n"),
        ({"a.py": "import torch", "pyproject.toml": "[tool.lossguard]\nx = 1"}, ["--diff", "a.py"], "未知的键 `x`"),
    ],
)
def test_complaints_are_in_the_language_of_the_report(
    run: Run, files: dict[str, str | bytes], arguments: list[str], said: str
) -> None:
    assert said in run("check", "--lang", "zh-cn", *arguments, files=files).err


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
