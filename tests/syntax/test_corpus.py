"""Many real files: spans are libcst's own, every expression has its lowered node, random edits change nothing else.

``LOSSGUARD_FUZZ=10`` takes ten times as many.
"""

import os
import random
import site
import sysconfig
from pathlib import Path

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from lossguard.syntax import nodes as n
from lossguard.syntax.source import UnparsableError
from lossguard.syntax.tree import Tree, common_ends
from lossguard.text.document import Part
from lossguard.text.lines import LineIndex
from tests.syntax.reading import below, by_libcst_alone, by_running_python, libcst_spans, shape

EFFORT = int(os.environ.get("LOSSGUARD_FUZZ", "1"))
FOLDERS = [Path(sysconfig.get_paths()["stdlib"]), *map(Path, site.getsitepackages())]


def corpus(count: int, seed: int, largest: int = 25_000) -> list[Path]:
    """Some files, the same ones on one machine every time."""
    files = sorted({path for folder in FOLDERS for path in folder.rglob("*.py")})
    chosen = random.Random(seed).sample(files, min(len(files), count * 4))
    return [path for path in chosen if 200 < path.stat().st_size < largest][:count]


def test_spans_are_those_of_the_position_provider_and_reach_the_lowered_nodes() -> None:
    compared = 0
    for path in corpus(60 * EFFORT, seed=1):
        try:
            text = path.read_text(encoding="utf-8")
            given, module, spans, length = libcst_spans(text)
        except (UnicodeDecodeError, UnparsableError):
            continue
        if given.original(length) != len(text):
            continue
        positions = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
        lines = LineIndex(text)
        lowered = {node.span for node in below(by_libcst_alone(text))}
        for node, span in spans.items():
            if not isinstance(node, cst.BaseExpression | cst.Arg | cst.BaseStatement | cst.BaseSmallStatement):
                continue
            start, end = given.original(span[0]), given.original(span[1])
            wanted = positions[node]
            first, last = lines.position(start), lines.position(end)
            assert (first[0] + 1, first[1]) == (wanted.start.line, wanted.start.column), path
            assert (last[0] + 1, last[1]) == (wanted.end.line, wanted.end.column), path
            compared += 1
            if isinstance(node, cst.Call | cst.Arg):
                assert (start, end) in lowered, (path, text[start:end])
    assert compared > 10_000


def test_both_parsers_give_the_same_nodes() -> None:
    compared = 0
    for path in corpus(60 * EFFORT, seed=2, largest=60_000):
        try:
            text = path.read_bytes().decode("utf-8")
            own, other = by_running_python(text), by_libcst_alone(text)
        except (UnicodeDecodeError, UnparsableError):
            continue
        assert shape(own) == shape(other), path
        compared += len(own)
    assert compared > 500


SNIPPETS = [
    '"""', "'", "(", ")", "[", "}", "else:\n", "    else:\n", "@dec\n", "\\\n", "    ", "\t", "\n", "\r\n", "\r", ":",
    "#", "x", ";",
    "def f():\n", "class A:\n    ", "if x:\n    y\n", "except:\n    pass\n", "finally:\n    pass\n", "async ",
    "f'{", "}'",
    "lambda: ", "x = 1\n", "x = 1", "\f", "😀", "\ufeff", "return\n", "    return\n", "pass", " = ", ",", "=",
]  # fmt: skip


def fresh(text: str) -> Tree:
    tree = Tree(Part("a.py", text))
    tree.refresh()
    return tree


@pytest.mark.parametrize("seed", range(8))
def test_random_edits_of_real_files(seed: int) -> None:
    chance = random.Random(seed)
    files = corpus(12, seed=100 + seed, largest=5_000)
    for _ in range(EFFORT * 6):
        path = chance.choice(files)
        try:
            tree = fresh(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue
        if tree.broken:
            continue
        for _ in range(45):
            _step(tree, chance)


def _step(tree: Tree, chance: random.Random) -> None:
    """One edit; what parses has all nodes of a fresh parse, what does not knows where its places are."""
    text = tree.part.text
    start = chance.randrange(len(text) + 1)
    if chance.random() < 0.5:  # people edit at the ends of lines
        start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    end = min(len(text), start + chance.choice([0, 0, 0, 1, 1, 4, 30]))
    put = chance.choice(SNIPPETS) if chance.random() < 0.8 else ""
    before, code = [(one, one.span[1]) for one in tree.statements], tree.code
    tree.part.text = text[:start] + put + text[end:]
    tree.refresh()
    new = fresh(tree.part.text)
    assert tree.broken == new.broken
    if not tree.broken:
        assert shape(tree.statements) == shape(new.statements)
        _untouched_statements_are_kept(before, tree, code)
        return
    if tree.stale:
        for statement in tree.statements:
            place, moved = statement.place, tree.moved(statement.place)
            assert moved is None or tree.part.code[slice(*moved.span)] == tree._text[slice(*place.span)]
    else:
        _holes_are_all_that_differs(tree)
    if chance.random() < 0.75:
        tree.part.text = text
        tree.refresh()


def _holes_are_all_that_differs(tree: Tree) -> None:
    """From the statements of the text with its holes masked."""
    holes = {node.span[0] for node in below(tree.statements) if isinstance(node, n.Unseen)}
    assert holes
    masked = fresh(tree.code)
    assert not masked.broken, (str(masked.failure), tree.code, tree.part.text)
    assert around(tree, holes) == around(masked, holes)
    for hole in holes:
        assert tree.code[hole] == "0"


def around(tree: Tree, holes: set[int]) -> list[object]:
    """The nodes but for holes and what masks them."""
    kinds = n.Unseen, n.ExpressionStatement, n.Literal
    return [(type(node), node.span) for node in below(tree.statements)
            if not (node.span[0] in holes and isinstance(node, kinds))]  # fmt: skip


def _untouched_statements_are_kept(before: list[tuple[n.Statement, int]], tree: Tree, code: str) -> None:
    """Statements in front of the edit are the same nodes wherever they are there again."""
    prefix, _ = common_ends(code, tree.part.code)
    for (old, end), new in zip(before, tree.statements, strict=False):
        if max(end, new.span[1]) >= prefix:
            break
        assert old is new, tree.part.code[slice(*new.span)]


ELIFS = "".join(f"elif x == {i}:\n    pass\n" for i in range(400))
EDGES = {
    "a form feed": "x = 1\n\f\ndef f():\n    return 2\n",
    "a form feed at the beginning": "\fx = 1\ny = 2\n",
    "form feeds in front of code": "\ufeff\fx = 1\r\n \f\fif x:\r\n\f    z = f(\r\n\f1)\r\n\fy = 2\r\n",
    "a form feed in a text": "x = '''a\n\fb'''\n\fy = 2\n",
    "tabs": "if x:\n\ty = 1\n\tz = 2\n",
    "carriage returns": "x = 1\rif y:\r    z = 2\r",
    "mixed line ends": "x = 1\r\nif y:\r    z = 2\n\r\nw = 3",
    "a mark of the byte order": "\ufeffx = 1\r\ny = 2\r\n",
    "line separators": "x = 'a\u2028b'\ny = 'c\x85d\x1ce'\n",
    "a lone surrogate": "x = '\ud800'\ny = 1\n",
    "astral characters": "x = '😀😀'; y = f'{x}😀'\n",
    "several statements on a line": "a = 1; b = 2; c = 3\nd = 4; e = 5\n",
    "a comment at the end": "x = 1\n# end",
    "a backslash at the end of a line": "x = 1 + \\\n    2\ny = 3\n",
    "no line end": "x = 1",
    "white space at the end": "x = 1\n\n  ",
    "white space behind a function": "def f():\n    return 1\n\n    ",
    "nothing": "",
    "only blanks": "   \n\t\n",
    "a decorator over a class": "x = 1\n@a\n@b(1)\nclass C:\n    pass\ny = 2\n",
    "a huge line": "x = [" + "1, " * 60_000 + "]\ny = 2\n",
    "a long text": "x = '''" + "a b c\n" * 30_000 + "'''\ny = 2\n",
    "a long chain of elifs": "if x == 0:\n    pass\n" + ELIFS + "y = 2\n",
    "a long sum": "x = " + " + ".join(["a"] * 1000) + "\ny = 2\n",
    "deep brackets": "x = " + "(" * 120 + "1" + ")" * 120 + "\ny = 2\n",
}  # fmt: skip


@pytest.mark.parametrize("text", EDGES.values(), ids=EDGES.keys())
def test_odd_texts_are_cut_where_their_statements_begin(text: str) -> None:
    tree = fresh(text)
    assert not tree.broken, tree.failure
    for statement in tree.statements:
        assert statement.place.source == statement.place.source.strip()
    last = tree.statements[-1:] if text.rstrip().endswith("y = 2") else ()
    assert all(statement.place.source == "y = 2" for statement in last)
    tree.part.text = text + ("" if text.endswith(("\n", "\r")) or not text else "\n") + "z = 9\n"
    tree.refresh()
    assert tree.statements[-1].place.source == "z = 9"


def test_where_libcst_would_not_give_the_text_back_no_place_is_named() -> None:
    with pytest.raises(UnparsableError, match="white space"):
        by_libcst_alone("\\\nx = 1\n")
    assert not fresh("\\\nx = 1\n").broken
