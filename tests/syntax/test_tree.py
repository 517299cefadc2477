"""The standing tree of a part: after any edits, what parses is what a fresh parse gives."""

import random
import sysconfig
from pathlib import Path

import pytest

from lossguard.syntax.nodes import Statement, Unseen
from lossguard.syntax.tree import Change, Tree
from lossguard.text.document import Part

LIBRARY = Path(sysconfig.get_paths()["stdlib"])
FILES = ["bisect.py", "contextlib.py", "dataclasses.py", "textwrap.py", "shlex.py", "json/decoder.py"]
SNIPPETS = [
    "",
    "x",
    "\n",
    "(",
    ")",
    '"""',
    "'",
    "    ",
    "else:\n",
    "\\\n",
    "@a\n",
    ":",
    "#",
    "y = 1\n",
    "\r\n",
    "😀",
    "\t",
]


def tree_of(text: str) -> Tree:
    tree = Tree(Part("a.py", text))
    tree.refresh()
    return tree


def shape(tree: Tree) -> list[tuple[type[Statement], tuple[int, int]]]:
    return [(type(statement), statement.place.span) for statement in tree.statements]


@pytest.mark.parametrize("name", FILES)
def test_edits_end_where_a_fresh_parse_would(name: str) -> None:
    text = (LIBRARY / name).read_text(encoding="utf-8")
    tree = tree_of(text)
    chance = random.Random(name)
    parsed, good = 0, text
    for _ in range(120):
        start = chance.randrange(len(tree.part.text) + 1)
        end = min(len(tree.part.text), start + chance.choice([0, 0, 1, 3, 20]))
        tree.part.text = tree.part.text[:start] + chance.choice(SNIPPETS) + tree.part.text[end:]
        tree.refresh()
        fresh = tree_of(tree.part.text)
        assert tree.broken == fresh.broken
        if not tree.broken:
            parsed, good = parsed + 1, tree.part.text
            assert shape(tree) == shape(fresh)
        elif chance.random() < 0.7:
            tree.part.text = good
    assert parsed > 10


def test_typing_a_script_character_by_character() -> None:
    text = "import os\n\n\ndef f(a, b=1):\n    return a\n\n\nprint(f(1))\n"
    tree = tree_of("")
    for length in range(len(text) + 1):
        tree.part.text = text[:length]
        tree.refresh()
    assert shape(tree) == shape(tree_of(text))


def test_an_edit_keeps_the_statements_that_it_does_not_touch() -> None:
    tree = tree_of("a = 1\nb = 2\nc = 3\n")
    before = tree.statements
    tree.part.text = "a = 1\nb = 222\nc = 3\n"
    assert tree.refresh() is Change.MEANING
    assert tree.statements[0] is before[0]
    assert tree.statements[1] is not before[1]
    assert tree.statements[2] is before[2]
    assert [statement.source for statement in tree.statements] == ["a = 1", "b = 222", "c = 3"]


NESTED = """\
class A:
    def f(self, x):
        if x:
            y = g(
                1,
            )
            return y
        try:
            h()
        except E:
            pass
        return 2


last = 1
"""


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("g(", "g (  # why", Change.MOVED),
        ("        if x:\n", "        # first\n\n        if x:\n", Change.SHIFTED),
        ("h()", "h()\n            print('a')", Change.MEANING),
        ("pass", "h(2)", Change.MEANING),
        ("        return 2\n", "        else:\n            k()\n        return 2\n", Change.MEANING),
        ("        return 2\n", "    def k(self):\n        return 2\n", Change.MEANING),
    ],
)
def test_an_edit_inside_blocks_gives_what_a_fresh_parse_gives(old: str, new: str, change: Change) -> None:
    tree = tree_of(NESTED)
    owner, last = tree.statements
    tree.part.text = NESTED.replace(old, new)
    assert tree.refresh() is change
    assert shape(tree) == shape(tree_of(tree.part.text))
    assert tree.statements[1] is last
    if change < Change.MEANING:
        assert tree.statements[0] is owner
    assert last.source == "last = 1"


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("if x:  # c\n    y = 1\n", "if x:  # other\n\n    y = 1  # why\n", Change.SHIFTED),
        ('for b in g("#", x): pass\n', 'for b in g("#",   x): pass\n', Change.MOVED),
        ("with f(  # c\n  a.b): pass\n", "with f(  # c\n  a . b): pass\n", Change.MOVED),
        ("try: a\nexcept E as e: b\n", "try: a\nexcept  ( E ) as e: b\n", Change.MOVED),
        ("@d  # c\ndef f(): pass\n", "@d  # longer\ndef f(): pass\n", Change.MOVED),
    ],
)
def test_what_is_written_otherwise_is_more_than_shifted(old: str, new: str, change: Change) -> None:
    tree = tree_of(f"first = 1\n{old}last = 1\n")
    tree.part.text = f"first = 1\n{new}last = 1\n"
    assert tree.refresh() is change
    assert shape(tree) == shape(tree_of(tree.part.text))


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("x = 1\n@\\\ndec\ndef f(a): pass\n", "(a)", "(a, b)"),
        ("x = 1; \\\ny = 2\nz = 3\n", "y = 2", "if y: pass"),
        ("if x: \\\n    y = 1\nz = 2\n", "y = 1", "if y: pass"),
    ],
)
def test_no_run_begins_on_a_line_that_goes_on_another_one(text: str, old: str, new: str) -> None:
    tree = tree_of(text)
    tree.part.text = text.replace(old, new)
    tree.refresh()
    fresh = tree_of(tree.part.text)
    assert tree.broken == fresh.broken
    assert tree.broken or shape(tree) == shape(fresh)


def test_a_magic_that_becomes_one_which_runs_a_script_changes_the_meaning() -> None:
    tree = Tree(Part("a.ipynb", "%rum setup.py\nx = 1\n", cell=1))
    tree.refresh()
    assert len(tree.statements) == 2
    tree.part.text = "%run setup.py\nx = 1\n"
    assert tree.refresh() is Change.MEANING
    assert len(tree.statements) == 3
    tree.part.text = "%rum setup.py\nx = 1\n"
    assert tree.refresh() is Change.MEANING
    assert len(tree.statements) == 2


def test_texts_that_are_only_told_change_no_meaning() -> None:
    tree = tree_of("print('a', x)\nf('a')\n")
    tree.part.text = "print('abc', x)\nf('a')\n"
    assert tree.refresh() is Change.MOVED
    tree.part.text = "print('abc', x)\nf('b')\n"
    assert tree.refresh() is Change.MEANING
    tree.part.text = "print = f\nprint('abc', x)\nf('b')\n"
    tree.refresh()
    tree.part.text = "print = f\nprint('abd', x)\nf('b')\n"
    assert tree.refresh() is Change.MEANING


def test_a_broken_text_tells_where_its_last_places_are() -> None:
    tree = tree_of("a = 1\nb = 2\nc = 3\n")
    first, second, third = (statement.place for statement in tree.statements)
    tree.part.text = "a = 1\nb = (2\nc = 3\n"
    assert tree.refresh()
    assert tree.broken
    moved = tree.moved(third)
    assert moved is not None
    assert moved.source == "c = 3"
    assert tree.moved(second) is None
    assert tree.moved(first) is not None


def test_a_text_that_comes_back_is_whole_again() -> None:
    tree = tree_of("a = 1\n")
    place = tree.statements[0].place
    tree.part.text = "a = (\n"
    tree.refresh()
    tree.part.text = "a = 1\n"
    assert tree.refresh()
    assert not tree.broken
    assert place.source == "a = 1"


def test_what_is_told_to_code_of_ones_own_has_a_meaning() -> None:
    head = "class Log:\n    def info(self, text):\n        return text\n\n\n"
    tree = tree_of(head + "log.info('a')\n")
    tree.part.text = head + "log.info('b')\n"
    assert tree.refresh() is Change.MEANING
    tree = tree_of("map(print, rows)\nprint('a')\n")
    tree.part.text = "map(print, rows)\nprint('a')  # why\n"
    assert tree.refresh() is Change.SHIFTED
    tree.part.text = "map(print, rows)\nprint('b')\n"
    assert tree.refresh() is Change.MEANING


def test_the_first_text_that_parses_changes_the_meaning_even_if_it_is_empty() -> None:
    tree = Tree(Part("a.py", "x = ("))
    assert tree.refresh() is Change.MEANING
    tree.part.text = ""
    assert tree.refresh() is Change.MEANING
    assert tree.statements == ()


LONG = "".join(f"def f{number}(a, b):\n    return g(a, b, {number})\n\n\n" for number in range(200))


def test_a_hasty_look_at_a_broken_text_leaves_the_rest_for_later() -> None:
    tree = tree_of(LONG)
    tree.part.text = LONG.replace("f100(a, b)", "f100(a, b")
    tree.refresh(hasty=True)
    assert tree.broken
    assert not tree.settled
    tree.refresh()
    assert tree.broken
    assert tree.settled


def test_a_hasty_look_takes_in_what_parses_around_the_edit() -> None:
    tree = tree_of(LONG)
    for line in ("    if a", "    if a:", "    if a: b", "    if a: b = 1"):
        tree.part.text = LONG.replace("    return g(a, b, 100)\n", f"{line}\n    return g(a, b, 100)\n")
        tree.refresh(hasty=True)
    assert not tree.broken
    assert tree.settled
    assert shape(tree) == shape(tree_of(tree.part.text))


def test_what_a_hasty_look_took_for_broken_is_taken_in_thoroughly() -> None:
    tree = tree_of(LONG)
    tree.part.text = '"""' + LONG
    tree.refresh(hasty=True)
    tree.part.text = '"""' + LONG + '"""'
    tree.refresh(hasty=True)
    assert not tree.settled
    assert tree.refresh() is Change.MEANING
    assert not tree.broken
    assert shape(tree) == shape(tree_of(tree.part.text))


def test_a_hasty_look_leaves_holes_for_later() -> None:
    tree = tree_of(NESTED)
    before = tree.statements
    tree.part.text = NESTED + "x = (\n"
    tree.refresh(hasty=True)
    assert tree.stale
    assert tree.statements == before
    tree.refresh()
    assert tree.broken
    assert not tree.stale
    assert tree.statements[:-1] == before
    assert isinstance(tree.statements[-1], Unseen)


HOLES = {
    "a call": ("a = 1\nf(\nb = 2\n", ["f("]),
    "a call in a function": ("def f(x):\n    a = g(\n    return a\n\n\nf(1)\n", ["a = g("]),
    "a call over several lines": ("f(\n    1,\n    2 3,\n)\nb = 2\n", ["f(\n    1,\n    2 3,\n)"]),
    "two of them": ("a = (\nb = 1\nc = (\nd = 2\n", ["a = (", "c = ("]),
    "a head": ("for x in\n    f(x)\nb = 2\n", ["for x in\n    f(x)"]),
    "a branch": ("if x:\n    a = (\nelse:\n    b = 2\n", ["a = ("]),
    "a decorated function": ("@a(\ndef f():\n    return 1\n\n\nb = 2\n", ["@a(\ndef f():\n    return 1"]),
    "a body behind a blank line": ("def f():\n    a = 1\n\n    b = (\n\n    c = 3\n", ["b = ("]),
    "a text over lines": ('a = f("""\nx\n""")\nb = )\nc = 1\n', ["b = )"]),
    "windows": ("a = 1\r\nb = (\r\nc = 2\r\n", ["b = ("]),
}


@pytest.mark.parametrize(("text", "expected"), HOLES.values(), ids=HOLES)
def test_a_hole_is_no_larger_than_what_does_not_parse(text: str, expected: list[str]) -> None:
    tree = tree_of(text)
    assert tree.broken
    assert not tree.stale
    assert [text[one.first : one.end].rstrip() for one in tree._holes] == expected


@pytest.mark.parametrize("text", ["(", "f(\n", "\n\n)\n", "def f(:\n    pass\n"])
def test_where_nothing_parses_one_statement_stands_for_it(text: str) -> None:
    tree = tree_of(text)
    assert tree.stale
    (only,) = tree.statements
    assert isinstance(only, Unseen)


def test_texts_that_were_only_told_count_when_they_are_told_to_code_of_ones_own() -> None:
    tree = tree_of("print('a', x)\n")
    tree.part.text = "print('b', x)\n"
    assert tree.refresh() is Change.MOVED
    tree.part.text = "print('b', x)\nprint = (\n"
    tree.refresh()
    tree.part.text = "print('b', x)\nprint = f\n"
    assert tree.refresh() is Change.MEANING
