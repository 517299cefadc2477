"""The probe has to run in any Python from 3.9 on, beside whatever is installed there."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import lossguard.probe
from lossguard.dryrun import interpreter, phases, summaries
from lossguard.dryrun.explanations import EXPLANATIONS, NAMES, PASSED, RELATED, UNCHECKED
from lossguard.dryrun.sheet import Words
from lossguard.findings import confirm
from lossguard.locales import LANGUAGES, load
from lossguard.lsp import words

FOLDER = Path(lossguard.probe.__file__).parent
FILES = sorted(FOLDER.rglob("*.py"))
DOCUMENT = (Path(__file__).parents[2] / "docs" / "dry-run.md").read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_it_is_python_3_9(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))
    assert [ast.unparse(one) for one in annotations(tree) if unites(one)] == []


def annotations(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        for field in ("annotation", "returns"):
            if isinstance(found := getattr(node, field, None), ast.expr):
                yield found


def unites(annotation: ast.expr) -> bool:
    """``X | Y`` is evaluated where a function is defined, and 3.9 cannot."""
    return any(isinstance(node, ast.BinOp) for node in ast.walk(annotation))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_it_imports_the_standard_library_and_itself_until_the_script_imports_more(path: Path) -> None:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            assert {alias.name.partition(".")[0] for alias in node.names} <= sys.stdlib_module_names
        elif isinstance(node, ast.ImportFrom) and not node.level:
            assert (node.module or "").partition(".")[0] in sys.stdlib_module_names


def test_every_verdict_of_the_probe_has_its_words() -> None:
    told = list(verdicts())
    assert len(told) > 40
    assert [one for one in told if one[0] == "failed" and (one[1], one[2]) not in EXPLANATIONS] == []
    assert [one for one in told if one[0] == "unchecked" and one[2] not in UNCHECKED] == []
    assert [one for one in told if one[1] not in NAMES] == []
    assert set(PASSED) == set(NAMES)


def verdicts() -> Iterator[tuple[str, str, str]]:
    """Calls of `passed`, `failed` and `unchecked` whose code and cause are written out."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                texts = [one.value for one in node.args[:2] if isinstance(one, ast.Constant)]
                is_verdict = bool(texts) and str(texts[0]).startswith("DRY")
                if is_verdict and len(texts) >= {"passed": 1, "failed": 2, "unchecked": 2}.get(node.func.attr, 3):
                    yield node.func.attr, str(texts[0]), str(texts[-1])


def sentences_of_the_probe() -> set[str]:
    """What it tells in words of its own: reasons of changes, and notes on the isolation."""
    found = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                name, value = node.targets[0].id, node.value
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and " " in value.value:
                    found |= {value.value} if name.isupper() or name == "why" else set()
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                given = {"changed": 3, "append": 0}.get(node.func.attr)
                told = node.args[given] if given is not None and len(node.args) > given else None
                if isinstance(told, ast.Constant) and isinstance(told.value, str):
                    found.add(told.value)
    return {text for text in found if text.endswith(".") or " " in text}


def test_the_probe_has_sentences() -> None:
    told = sentences_of_the_probe()
    assert {"a dry run uses few rows", "Sockets of this machine (AF_UNIX) stay open."} <= told


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_what_a_report_says_is_translated(language: str) -> None:
    templates = {
        *(one.template for one in EXPLANATIONS.values()),
        *(*RELATED.values(), *PASSED.values(), *UNCHECKED.values()),
        *(*summaries.TEMPLATES, *phases.TEMPLATES, *interpreter.TEMPLATES, *Words.templates()),
        *(*confirm.TEMPLATES, *words.TEMPLATES, *sentences_of_the_probe()),
    }
    assert templates - set(load(language)) == set()


@pytest.mark.parametrize("code", NAMES)
def test_every_check_is_described(code: str) -> None:
    assert f"\n### {code}\n" in DOCUMENT
