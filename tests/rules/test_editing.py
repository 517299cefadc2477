"""Arguments are removed and added, and imports placed, as a careful person would."""

import ast

import pytest

from lossguard.rules import editing
from lossguard.syntax import nodes
from lossguard.syntax.tree import Tree
from lossguard.text.document import Part
from lossguard.text.edits import Edit, apply_edits


def parsed(code: str) -> tuple[Part, nodes.Block]:
    part = Part("a.py", code)
    tree = Tree(part)
    tree.refresh()
    assert not tree.broken
    return part, tree.statements


def call_in(block: nodes.Block) -> nodes.Call:
    statement = block[-1]
    assert isinstance(statement, nodes.Assign)
    assert isinstance(statement.value, nodes.Call)
    return statement.value


def applied(part: Part, *edits: Edit) -> str:
    result = apply_edits(part.text, edits)
    ast.parse(result)
    return result


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("t = T(a=1, x=2, b=3)\n", "t = T(a=1, b=3)\n"),
        ("t = T(x=2, b=3)\n", "t = T(b=3)\n"),
        ("t = T(a=1, x=2)\n", "t = T(a=1)\n"),
        ("t = T(a=1, x=2,)\n", "t = T(a=1, )\n"),
        ("t = T(x=2)\n", "t = T()\n"),
        ("t = T(\n    a=1,\n    x=2,\n    b=3,\n)\n", "t = T(\n    a=1,\n    b=3,\n)\n"),
        ("t = T(\n    a=1,\n    x=2\n)\n", "t = T(\n    a=1\n)\n"),
        ("t = T(\n    a=1,\n    x=2,  # why\n)\n", "t = T(\n    a=1,\n)\n"),
        ("t = T(\n    x=f(\n        1,\n    ),\n    b=3,\n)\n", "t = T(\n    b=3,\n)\n"),
        ("t = T(\r\n\ta=1,\r\n\tx=2,\r\n)\r\n", "t = T(\r\n\ta=1,\r\n)\r\n"),
        ("t = T(\n    a=1,  # why\n    x=2\n)\n", "t = T(\n    a=1,  # why\n)\n"),
    ],
)
def test_removing_an_argument(before: str, after: str) -> None:
    part, block = parsed(before)
    call = call_in(block)
    argument = editing.argument_of(call, "x")
    assert argument is not None
    assert applied(part, editing.remove_argument(call, argument)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("t = T()\n", "t = T(x=2)\n"),
        ("t = T(a)\n", "t = T(a, x=2)\n"),
        ("t = T(a, )\n", "t = T(a, x=2 )\n"),
        ("t = T(\n    a=1,\n    b=3,\n)\n", "t = T(\n    a=1,\n    b=3,\n    x=2,\n)\n"),
        ("t = T(\n    a=1,\n    b=3\n)\n", "t = T(\n    a=1,\n    b=3,\n    x=2\n)\n"),
        ("t = T(\n    a=1,  # why\n)\n", "t = T(\n    a=1,  # why\n    x=2,\n)\n"),
        ("t = T(\n    a=1  # why\n)\n", "t = T(\n    a=1,  # why\n    x=2\n)\n"),
        ("t = T(1,  # why\n)\n", "t = T(1, x=2,  # why\n)\n"),
        ("t = T(\r\n    a=1,\r\n)\r\n", "t = T(\r\n    a=1,\r\n    x=2,\r\n)\r\n"),
    ],
)
def test_adding_an_argument(before: str, after: str) -> None:
    part, block = parsed(before)
    assert applied(part, editing.add_argument(call_in(block), "x=2")) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from m import A\nt = A()\n", "from m import A, X\nt = A()\n"),
        ("from m import (\n    A,\n    B,\n)\nt = A()\n", "from m import (\n    A,\n    B,\n    X,\n)\nt = A()\n"),
        ("from m import (A, B)\nt = A()\n", "from m import (A, B, X)\nt = A()\n"),
        (
            "from m import (\n    A,  # why\n)\nt = A()\n",
            "from m import (\n    A,  # why\n)\nfrom m import X\nt = A()\n",
        ),
        ("from m.sub import A\nimport os\nt = A()\n", "from m.sub import A\nfrom m import X\nimport os\nt = A()\n"),
        ("import os\nimport sys\n\nt = A()\n", "import os\nimport sys\nfrom m import X\n\nt = A()\n"),
        ('"""Doc."""\n\nt = A()\n', '"""Doc."""\n\nfrom m import X\nt = A()\n'),
        (
            '"""Doc."""\nfrom __future__ import annotations\nt = A()\n',
            '"""Doc."""\nfrom __future__ import annotations\nfrom m import X\nt = A()\n',
        ),
        ("import os; import sys\nt = A()\n", "import os; import sys\nfrom m import X\nt = A()\n"),
        ("t = A()\nfrom m import B\n", "from m import X\nt = A()\nfrom m import B\n"),
    ],
)
def test_adding_an_import(before: str, after: str) -> None:
    part, block = parsed(before)
    statement = next(statement for statement in block if isinstance(statement, nodes.Assign))
    assert applied(part, *editing.add_import((block,), "m", "X", statement.place)) == after


def test_an_import_that_served_one_call_only_is_replaced() -> None:
    part, block = parsed("from m import Old, Other\nt = Old(1)\n")
    call = call_in(block)
    written, edits = editing.swap_callable((block,), call, "m", "New")
    assert (
        applied(part, editing.replace(call.place, f"{written}(1)"), *edits) == "from m import New, Other\nt = New(1)\n"
    )


def test_an_import_that_serves_others_is_kept() -> None:
    part, block = parsed("from m import Old\nu = Old\nt = Old(1)\n")
    call = call_in(block)
    written, edits = editing.swap_callable((block,), call, "m", "New")
    result = applied(part, editing.replace(call.place, f"{written}(1)"), *edits)
    assert result == "from m import Old, New\nu = Old\nt = New(1)\n"


def test_a_module_that_is_imported_needs_no_other_import() -> None:
    part, block = parsed("import m as lib\nt = lib.Old(1)\n")
    call = call_in(block)
    written, edits = editing.swap_callable((block,), call, "m", "New")
    assert applied(part, editing.replace(call.place, f"{written}(1)"), *edits) == "import m as lib\nt = lib.New(1)\n"
