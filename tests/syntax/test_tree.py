"""The standing tree of a part: after any edits, what parses is what a fresh parse gives."""

import random
import sysconfig
from pathlib import Path

import pytest

from lossguard.syntax.nodes import Statement
from lossguard.syntax.tree import Tree
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
    parsed = 0
    for _ in range(120):
        start = chance.randrange(len(tree.part.text) + 1)
        end = min(len(tree.part.text), start + chance.choice([0, 0, 1, 3, 20]))
        tree.part.text = tree.part.text[:start] + chance.choice(SNIPPETS) + tree.part.text[end:]
        tree.refresh()
        fresh = tree_of(tree.part.text)
        assert tree.broken == fresh.broken
        if not tree.broken:
            parsed += 1
            assert shape(tree) == shape(fresh)
        elif chance.random() < 0.7:
            tree.part.text = tree.code
    assert parsed > 10


def test_typing_a_script_character_by_character() -> None:
    text = "import os\n\n\ndef f(a, b=1):\n    return a\n\n\nprint(f(1))\n"
    tree = tree_of("")
    for length in range(len(text) + 1):
        tree.part.text = text[:length]
        tree.refresh()
    assert shape(tree) == shape(tree_of(text))


def test_an_edit_keeps_the_chunks_that_it_does_not_touch() -> None:
    tree = tree_of("a = 1\nb = 2\nc = 3\n")
    before = list(tree.chunks)
    tree.part.text = "a = 1\nb = 222\nc = 3\n"
    tree.refresh()
    assert tree.chunks[0] is before[0]
    assert tree.chunks[1] is not before[1]
    assert tree.chunks[2] is before[2]
    assert [chunk.statements[0].place.source for chunk in tree.chunks] == ["a = 1", "b = 222", "c = 3"]


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
