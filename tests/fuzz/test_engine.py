"""Whatever the text is: the analysis never raises, never takes long, and ends where a fresh one would.

``LOSSGUARD_FUZZ=10`` runs ten times as many steps.
"""

import os
import random
import time
from pathlib import Path

import pytest

from lossguard.check import Analysis
from lossguard.text.document import Document, Kind, Part
from tests.fuzz.described import described

RULES = Path(__file__).parent.parent / "rules"
SCRIPTS = sorted(RULES.glob("*/*/*.py"))
EFFORT = int(os.environ.get("LOSSGUARD_FUZZ", "1"))
LIMIT = 20.0
"""Seconds of CPU that one analysis may take; the usual is a hundredth of one."""

PIECES = [
    "(", ")", "[", "]", "{", "}", '"""', "'", "\\\n", ":", "else:\n", "    ", "\t", "\n", "@dec\n", "#", "*", "**",
    "lambda: ", "await ", "yield ", "return ", "raise ", "break\n", "continue\n", "del ", "global data\n", "=", ":=",
    "for x in data:\n    ", "while True:\n    ", "with data as x:\n    ", "try:\n    ", "class A(Trainer):\n    ",
    "def f(*a, **k):\n    ", "import lib\n", "from lib import *\n", "exec(x)\n", "globals()", "vars(trainer)",
    "lib.f(data)\n", "data = data\n", "x = x + x\n", "trainer.train()\n", "not ", " if x else ", " for x in y", "😀",
    "\x00", "\ud800", "\r", "\u2028", "0x", "1_0", "f'{x!r:>{y}}'", "...", ", ", ";", "data", "labels",
]  # fmt: skip


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def refresh(analysis: Analysis, *, hasty: bool = False) -> list[tuple[str, tuple[int, int]]]:
    started = time.process_time()
    report = analysis.refresh(hasty=hasty)
    assert time.process_time() - started < LIMIT
    for finding in report.findings:
        start, end = finding.place.span
        assert 0 <= start <= end <= len(finding.place.part.text)
    return [(finding.name, finding.place.span) for finding in report.findings]


def mutated(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text) + 1)
    match chance.randrange(4):
        case 0:  # something is put in
            return text[:start] + chance.choice(PIECES) + text[start:]
        case 1:  # something is taken out
            return text[:start] + text[start + chance.choice([1, 2, 5, 40]) :]
        case 2:  # a line is doubled, moved or dropped
            lines = text.splitlines(keepends=True) or [""]
            line = lines.pop(chance.randrange(len(lines)))
            for _ in range(chance.randrange(3)):
                lines.insert(chance.randrange(len(lines) + 1), line)
            return "".join(lines)
        case _:  # a name becomes another one
            words = [word for word in text.split() if word.isidentifier()] or ["x"]
            return text.replace(chance.choice(words), chance.choice(words), 1)


def long_script(chance: random.Random) -> str:
    """Some scripts, one of them in a function that is called: too long for a hasty refresh to look at all of it."""
    first, *others = (text_of(path) for path in chance.sample(SCRIPTS, chance.choice([1, 1, 3, 5])))
    inner = "".join(f"    {line}" if line.strip() else line for line in first.splitlines(keepends=True))
    return "\n".join([*others, f"def main():\n{inner}\n\nmain()\n"])


def typed(text: str, chance: random.Random) -> list[str]:
    """What a text is while a line is typed into it."""
    lines = text.splitlines(keepends=True) or [""]
    line = chance.choice(lines)
    at = chance.randrange(len(lines) + 1)
    step = chance.choice([1, 3, 9])
    return ["".join([*lines[:at], line[:end], "\n", *lines[at:]]) for end in range(0, len(line), step)]


def assert_is_as_fresh(analysis: Analysis, text: str) -> None:
    fresh = Analysis(Document.script("a.py", text))
    expected = refresh(fresh)
    assert refresh(analysis) == expected
    assert described(analysis) == described(fresh)


@pytest.mark.parametrize("seed", range(8))
def test_random_edits_end_where_a_fresh_analysis_would(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(4 * EFFORT):
        document = Document.script("a.py", long_script(chance))
        (part,) = document.parts
        analysis = Analysis(document)
        refresh(analysis)
        for _ in range(12):
            before = part.text
            after = typed(before, chance) if chance.random() < 0.3 else [mutated(before, chance)]
            for text in after:
                part.text = text
                refresh(analysis, hasty=True)
            hasty = analysis.refresh(hasty=True)
            broken = bool(analysis.refresh().broken)
            assert broken == bool(Analysis(Document.script("a.py", part.text)).refresh().broken)
            if hasty.settled:
                assert broken == bool(hasty.broken)
            if broken:
                if chance.random() < 0.8:
                    part.text = before
                    refresh(analysis, hasty=True)
            else:
                assert_is_as_fresh(analysis, part.text)


@pytest.mark.parametrize("seed", range(4))
def test_random_cells_in_random_order(seed: int) -> None:
    chance = random.Random(1000 + seed)
    for _ in range(3 * EFFORT):
        lines = text_of(chance.choice(SCRIPTS)).splitlines(keepends=True)
        cuts = sorted(chance.sample(range(len(lines)), min(5, len(lines))))
        texts = ["".join(lines[start:end]) for start, end in zip([0, *cuts], [*cuts, len(lines)], strict=True)]
        document = Document("a.ipynb", Kind.NOTEBOOK, [Part(f"c{n}", text, n) for n, text in enumerate(texts, 1)])
        analysis = Analysis(document)
        refresh(analysis)
        for _ in range(10):
            part = chance.choice(document.parts)
            match chance.randrange(4):
                case 0:
                    chance.shuffle(document.parts)
                case 1 if len(document.parts) > 1:
                    document.parts.remove(part)
                case 2:
                    document.parts.append(Part(f"n{chance.random()}", chance.choice(PIECES) + part.text, 99))
                case _:
                    part.text = mutated(part.text, chance)
            found = refresh(analysis)
            if not analysis.refresh().broken:
                fresh = Analysis(Document("a.ipynb", Kind.NOTEBOOK, document.parts))
                assert found == refresh(fresh)
                assert described(analysis) == described(fresh)


def chosen() -> list[Path]:
    return random.Random(5).sample(SCRIPTS, 5)


@pytest.mark.parametrize("path", chosen(), ids=lambda path: path.stem)
def test_every_beginning_of_a_script(path: Path) -> None:
    """As it is while somebody types it from the top to the bottom."""
    text = text_of(path)
    document = Document.script("a.py", "")
    analysis = Analysis(document)
    for length in range(0, len(text) + 1, max(1, len(text) // (400 * EFFORT))):
        document.parts[0].text = text[:length]
        refresh(analysis)
    document.parts[0].text = text
    assert refresh(analysis) == refresh(Analysis(Document.script("a.py", text)))


def nested(depth: int, head: str) -> str:
    return "".join("    " * level + head + "\n" for level in range(depth)) + "    " * depth + "x = y\n"


CONCATENATE = "d = concatenate_datasets([d, load_dataset('y', split='train')])\n"
HEAVY = {
    "nested loops": nested(18, "for x in xs:"),
    "nested loops over known items": nested(15, "for x in [1, 2, 3, 4, 5]:"),
    "nested ifs": nested(40, "if x:"),
    "many ifs": "x = {}\n" + "if lib.flag:\n    x['a'] = 1\nelse:\n    x['b'] = 2\n" * 800,
    "many elifs": "if x == 0:\n    pass\n" + "".join(f"elif x == {i}:\n    y = {i}\n" for i in range(700)),
    "a text that doubles": "s = 'abc'\n" + "s = s + s\n" * 200,
    "a text that doubles by replacement": "s = 'aaaa'\n" + "s = s.replace('a', 'aa')\n" * 200,
    "a list that doubles": "s = [1, 2]\n" + "s = s + s\n" * 200,
    "a list that doubles by splats": "s = [1, 2]\n" + "s = [*s, *s]\n" * 200,
    "a number that squares": "s = 3\n" + "s = s * s\n" * 200 + "t = f'{s}'\n",
    "a large number as a text": "s = 0x" + "f" * 6000 + "\nt = f'{s}' + str(s)\n",
    "nested partials": "from functools import partial\np = print\n" + "p = partial(p, 1)\n" * 900 + "p()\nlib.f(p)\n",
    "nested lists": "s = []\n" + "s = [s]\n" * 900 + "lib.f(s)\n",
    "a list in itself": "s = []\ns.append(s)\nlib.f(s)\nd = {}\nd['d'] = d\nlib.f(**d)\n",
    "mutual recursion": "def f(x):\n    return g(x) + g(x)\ndef g(x):\n    return f(x) + f(x)\nf(1)\n",
    "many calls of many calls": "".join(
        f"def f{i}(x):\n    return f{i + 1}(x) + f{i + 1}(x) + f{i + 1}(x)\n" for i in range(13)
    ) + "def f13(x):\n    return x\nf0(1)\n",
    "many roots": "".join(f"def f{i}(x):\n    lib.run(f{i - 1})\n    x.a = f{i - 1}\n" for i in range(1, 300)),
    "callbacks of callbacks": "".join(
        f"def f{i}():\n    lib.run(f{(i + 1) % 40}, f{(i + 7) % 40})\n" for i in range(40)
    ),
    "many concatenations": "from datasets import *\nd = load_dataset('x', split='train')\n" + CONCATENATE * 400,
    "a chain of sums": "x = " + " + ".join(["a"] * 1200) + "\n",
    "a chain of methods": "x = a" + ".b()" * 400 + "\n",
    "nested comprehensions": "x = " + "[" * 60 + "1" + " for x in y]" * 60 + "\n",
    "a class that inherits itself": "class A(A): pass\nclass B(A): pass\nclass A(B): pass\nA().f()\n",
    "a long chain of classes": "class C0: pass\n"
    + "".join(f"class C{i}(C{i - 1}):\n    x = {i}\n" for i in range(1, 300))
    + "C299().x\n",
    "deep calls with deep expressions": "def f(x):\n    return " + "(" * 60 + "f(x)" + ")" * 60 + "\nf(1)\n",
}  # fmt: skip


@pytest.mark.parametrize("code", HEAVY.values(), ids=HEAVY.keys())
def test_what_is_too_much_is_given_up(code: str) -> None:
    end = "\nfrom transformers import Trainer\nTrainer(model=m, args=None, train_dataset=d).train()\n"
    assert refresh(Analysis(Document.script("a.py", code + end))) is not None
