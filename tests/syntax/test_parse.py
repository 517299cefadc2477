"""Text that a parser could not survive is refused before it sees it; other bad text gives a reason."""

import subprocess
import sys

import pytest

from lossguard.syntax.parse import parse
from lossguard.syntax.source import MAX_LENGTH, UnparsableError
from lossguard.text.document import Part

REFUSED = {
    "brackets": "x = " + "(" * 3000 + ")" * 3000,
    "lists": "x = " + "[" * 3000 + "]" * 3000,
    "attributes": "x = a" + ".b" * 9000,
    "sums": "x = 1" + " + 1" * 9000,
    "calls": "x = f" + "()" * 9000,
    "unary": "x = " + "-" * 9000 + "1",
    "strings do not hide brackets": "x = ['a', " + "(" * 3000 + ")" * 3000 + "]",
    "length": "x = 1\n" * (MAX_LENGTH // 6 + 1),
    "open string": "x = '''" + "a\n" * 5000,
    "open bracket": "x = (\n" + "y = 1\n" * 5000,
    "nul": "x = 1\0",
    "python 2": "print 'a'",
    "backslash": "x = 1 \\",
    "brackets in a pattern": "match a:\n    case " + "f(" * 12 + "\n",
    "lambdas on lines that go on": "x = " + ("lambda:" * 400 + "\\\n") * 20 + "a\n",
    "sums on lines that go on": "x = a" + (" + b" * 400 + " \\\n") * 20 + "\n",
    "nothing but lines that go on": "\\\n" * 3000,
    "elifs": "if a: b\n" + "elif a: b\n" * 20_000,
    "what libcst raises about": 'x = f"{d["a"]}" + t"{c}"\ny = a if b else(lambda: 1)\n',
    "tabs and spaces": "if a:\n        b\n\tc\n",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_it_is_refused_without_a_crash(text: str) -> None:
    code = (
        "import sys; from lossguard.syntax.tree import Tree; from lossguard.text.document import Part\n"
        "tree = Tree(Part('a', sys.stdin.read())); tree.refresh(); print(tree.failure)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], input=text, capture_output=True, text=True, timeout=60, encoding="utf-8"
    )
    assert run.returncode == 0, run.stderr[-300:]
    assert run.stdout.strip() != "None"


TAKEN = {
    "a long list": "x = [" + "-1, " * 5000 + "]",
    "many calls": "f(a.b(1), c=-2)\n" * 2000,
    "brackets in strings": "x = '" + "(" * 2000 + "'  # " + "[" * 2000,
    "surrogates": "x = '\ud800'",
    "form feeds": "x = 1\n\f\ny = 2\n",
    "line separators in strings": "x = 'a\u2028b\x85c\x1c'\n",
    "nothing": "",
    "a comment": "# only this",
    "names that are letters by history": "def ℘(): pass\nclass ℮: pass\n",
    "no last line end": "x = 1",
}


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN.keys())
def test_it_is_parsed(text: str) -> None:
    part = Part("a.py", text)
    assert bool(parse(part, part.code).block) == bool(text.split("#", maxsplit=1)[0])


def test_the_reason_names_the_line() -> None:
    with pytest.raises(UnparsableError, match=r"^line 2 is not valid Python"):
        parse(Part("a.py", ""), "x = 1\ny = = 2\n")
