"""Lowered spans are those of libcst's own position provider."""

import sysconfig
from pathlib import Path

import libcst as cst
import pytest
from libcst.metadata import MetadataWrapper, PositionProvider

from lossguard.syntax.nodes import Argument, Assign, Call, Expression, Function, Literal
from lossguard.syntax.tree import Tree
from lossguard.text.document import Part
from lossguard.text.lines import LineIndex
from tests.syntax.reading import below, by_libcst_alone, by_running_python, libcst_spans

LIBRARY = Path(sysconfig.get_paths()["stdlib"])
FILES = ["bisect.py", "contextlib.py", "dataclasses.py", "statistics.py", "asyncio/tasks.py", "json/decoder.py"]


@pytest.mark.parametrize("name", FILES)
def test_spans_are_those_of_the_position_provider(name: str) -> None:
    text = (LIBRARY / name).read_text(encoding="utf-8")
    _, module, spans, length = libcst_spans(text)
    assert length == len(text)
    positions = MetadataWrapper(module, unsafe_skip_copy=True).resolve(PositionProvider)
    lines = LineIndex(text)
    compared = 0
    for node, (start, end) in spans.items():
        if isinstance(node, cst.BaseExpression | cst.Arg | cst.BaseStatement | cst.BaseSmallStatement):
            wanted = positions[node]
            first, last = lines.position(start), lines.position(end)
            assert (first[0] + 1, first[1]) == (wanted.start.line, wanted.start.column)
            assert (last[0] + 1, last[1]) == (wanted.end.line, wanted.end.column)
            compared += 1
    assert compared > 100


@pytest.mark.parametrize("name", FILES)
def test_every_lowered_expression_points_at_its_own_source(name: str) -> None:
    text = (LIBRARY / name).read_text(encoding="utf-8")
    tree = Tree(Part(name, text))
    tree.refresh()
    calls = [node for node in below(tree.statements) if isinstance(node, Call)]
    assert len(calls) > 5
    for call in calls:
        assert call.place.source.endswith(")")
        assert call.place.source.startswith(call.function.place.source[:1]) or call.function.place.source in text
    assert all(
        node.start < node.end
        for node in below(tree.statements)
        if isinstance(node, Expression | Argument) and node.place.source.strip()
    )


NEW_SYNTAX = {
    "type parameters": "def f[T: int](x: T) -> T: ...\ntype A[T] = list[T]\nclass C[T]: ...\n",
    "except groups": "try:\n    pass\nexcept* ValueError as e:\n    pass\n",
    "match": "match x:\n    case {'a': [1, *rest], **more} if more: ...\n    case C(y=z) | None: ...\n",
    "nested f-strings": "x = f\"{a!r:>{width}} {f'{b}'} {{}}\" 'tail'\n",
    "f-strings with their own quotes": 'x = f"{d["k"]}"\n',
    "walrus, lambda and star": "print(*a, **b, c=(d := 1), e=lambda x, /, *y, z=1, **w: x)\n",
    "comprehensions": "x = [a async for a in b if c], {k: v for k, v in d}, {s for s in t}, (g for g in h)\n",
    "parenthesised with": "with (a as b, c):\n    pass\n",
    "async": "async def f():\n    async with a as b:\n        await c\n    yield x\n",
    "slices": "x = a[1:2, ::3, ..., None]\ndel a[0], b.c\n",
    "numbers": "x = 0x1F + 1_000 + 1e3 + 2j - ~1 ** -2\n",
    "statements": "global a\nassert a, 'b'\nraise E from None\nx: int\ny @= 2\nimport a.b as c, d\nfrom . import e\n",
}


@pytest.mark.parametrize("code", NEW_SYNTAX.values(), ids=NEW_SYNTAX.keys())
def test_syntax_of_every_kind_is_lowered(code: str) -> None:
    tree = Tree(Part("a.py", code))
    tree.refresh()
    assert not tree.broken
    assert list(below(tree.statements))


def test_line_ends_and_marks_shift_nothing() -> None:
    code = "\ufeffx = f(\r\n    1,\r    'é😀',\n)\r\ny = g(x)\r\n"
    for read in (by_running_python, by_libcst_alone):
        first, second = read(code)
        assert first.place.source == "x = f(\r\n    1,\r    'é😀',\n)"
        assert second.place.source == "y = g(x)"


def test_form_feeds_shift_nothing() -> None:
    code = "\ufeff\fx = f(\r\n\f    1,\r    'é😀',\n)\r\n \f\fy = '''a\r\n\fb'''\r\n"
    tree = Tree(Part("a.py", code))
    tree.refresh()
    first, second = tree.statements
    assert first.place.source == "x = f(\r\n\f    1,\r    'é😀',\n)"
    assert second.place.source == "y = '''a\r\n\fb'''"
    assert isinstance(second, Assign)
    assert isinstance(second.value, Literal)
    assert second.value.value == "a\n\fb"


def test_the_parameters_of_a_function_are_between_its_brackets() -> None:
    tree = Tree(Part("a.py", "@d\nasync def f(self, a=1, *b, c: int, **e) -> int:\n    return a\n"))
    tree.refresh()
    (function,) = tree.statements
    assert isinstance(function, Function)
    start, end = (function.anchor.offset + offset for offset in function.parameters_span)
    assert tree.part.text[start:end] == "self, a=1, *b, c: int, **e"
    assert [parameter.star + parameter.name for parameter in function.parameters] == ["self", "a", "*b", "c", "**e"]
