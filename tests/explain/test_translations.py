"""Every sentence of an explanation has a translation, and so has every reason why something is not known."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import lossguard
import lossguard.explain
from lossguard.check import Analysis
from lossguard.explain.explanations import explain
from lossguard.explain.model import tasks_in_words
from lossguard.explain.phrases import phrase
from lossguard.explain.statement import TOPICS, UNKNOWN
from lossguard.findings.finding import Message
from lossguard.libraries.knowledge.loading import part
from lossguard.locales import LANGUAGES, load, translations
from lossguard.text.decode import Problem
from lossguard.text.source import read_source

OTHERS = [language for language in LANGUAGES if language != "en"]
FIXTURES = Path(__file__).parent / "fixtures"
SCRIPTS = sorted(path for path in FIXTURES.iterdir() if path.suffix in (".py", ".ipynb"))
PACKAGE = Path(lossguard.__file__).parent
NAMES = frozenset("loss token tokens pad transformers trl datasets unsloth torch peft logits list map".split())
GIVE_REASONS = frozenset(
    """Unknown havoc havoc_all stir escape why lost forget_names forget_all kept havoc_closures not_followed
    _forget unknown phrase""".split()
)
"""Functions that are told, as a text, why something is not known."""


def sentences() -> set[str]:
    modules = [import_module(found.name) for found in walk_packages(lossguard.explain.__path__, "lossguard.explain.")]
    return {
        value for module in modules for name, value in vars(module).items() if name.isupper() and isinstance(value, str)
    }


def reasons() -> Iterator[tuple[str, str]]:
    """Every text that the engine or an explanation gives as a reason, and where."""
    for folder in ("values", "program", "libraries", "explain"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                for text in _texts(node):
                    yield text, f"{path.relative_to(PACKAGE)}:{getattr(node, 'lineno', 0)}"


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", None) or getattr(function, "id", "")


def _texts(node: ast.AST) -> Iterator[str]:
    """The texts of a call that gives a reason, and of ``why = …``."""
    given: list[ast.expr] = []
    if isinstance(node, ast.Call) and _name(node.func) in GIVE_REASONS:
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
    elif isinstance(node, ast.Assign) and _name(node.targets[0]) == "why":
        given = [node.value]
    elif isinstance(node, ast.FunctionDef) and node.name.startswith("_why"):
        given = [inner.value for inner in ast.walk(node) if isinstance(inner, ast.Return) and inner.value is not None]
    for value in given:
        for branch in [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]:
            if isinstance(branch, ast.Constant) and isinstance(branch.value, str) and " " in branch.value:
                yield branch.value
            elif isinstance(branch, ast.JoinedStr):
                yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in branch.values)


def told(path: Path) -> Iterator[Message]:
    source = read_source(path.name, path.read_bytes())
    assert not isinstance(source, Problem)
    analysis = Analysis(source.document)
    analysis.refresh()
    for explanation in explain(analysis.context()):
        yield explanation.title
        for statement in explanation.statements:
            yield statement.message


@pytest.mark.parametrize("language", OTHERS)
def test_the_sentences_of_explanations_are_translated(language: str) -> None:
    assert {text for text in sentences() if " " in text and not text.startswith("#")} - set(load(language)) == set()


@pytest.mark.parametrize("language", OTHERS)
def test_topics_and_heads_are_translated(language: str) -> None:
    shapes = part("models")["shapes"]
    heads = {str(tasks_in_words(frozenset([task]))) for tasks, *_ in shapes for task in tasks}
    assert {*TOPICS, *heads} - set(load(language)) == set()


@pytest.mark.parametrize("language", OTHERS)
def test_the_reasons_are_translated(language: str) -> None:
    table = load(language)
    missing = {phrase(text).template: place for text, place in reasons() if phrase(text).template not in table}
    assert missing == {}


def test_what_varies_in_a_reason_stands_in_backticks() -> None:
    assert [(text, place) for text, place in reasons() if "{{" in phrase(text).template] == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_words_are_left_in_english(path: Path, language: str) -> None:
    translate = translations(language)
    for message in told(path):
        text = re.sub(r"`[^`]*`|'[^']*'", "", message.text(translate))
        # What is left of English are names: of libraries, of kinds of tokens, and of what has no other name.
        left = set(re.findall(r"\b[a-z]{2,}\b", text)) - NAMES
        assert left == set(), text


def test_names_in_a_reason_are_its_arguments() -> None:
    message = Message(
        UNKNOWN, {"what": phrase("its head"), "reason": phrase("`a{b}` does not show where it has `c` from")}
    )
    assert message.text() == "its head is not known: `a{b}` does not show where it has `c` from"
    assert phrase("`a{b}` has {} `c`").template == "`{a}` has {{}} `{b}`"
