"""However a call or a signature is laid out, an edit changes the one thing that it should."""

import ast
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from lossguard.rules import editing
from lossguard.syntax import nodes
from lossguard.syntax.tree import Tree
from lossguard.text.document import Part
from lossguard.text.edits import Edit, apply_edits

VALUES = st.sampled_from(
    [
        "1",
        "f(1, 2)",
        "'a,b)  # no'",
        "(1, 2)",
        "[x for x in y]",
        "lambda a, b=1: a",
        '"""a\n,b"""',
        "{'x': 2}",
        "(\n  3\n)",
    ]
)
SPACE = st.sampled_from(["", " ", "\n    ", "\n\t", "  # why, so (\n    ", "\n    # above\n    "])
"""What may stand between the tokens of a call; a comment always ends its line."""


@st.composite
def laid_out(draw: st.DrawFn, items: list[str]) -> str:
    """Items in parentheses, with any space and comments around them."""
    pieces = ["(", draw(SPACE)]
    for index, item in enumerate(items):
        last = index == len(items) - 1
        comma = not last or draw(st.booleans())
        pieces += [item, draw(SPACE), "," if comma else "", draw(SPACE)]
    return "".join([*pieces, ")"])


@st.composite
def calls(draw: st.DrawFn, with_x: bool) -> str:
    positional = draw(st.lists(VALUES, max_size=2))
    keywords = [f"{name}={draw(VALUES)}" for name in draw(st.sets(st.sampled_from("abc"), max_size=3))]
    if with_x:
        keywords.insert(draw(st.integers(0, len(keywords))), f"x={draw(VALUES)}")
    if draw(st.booleans()):
        keywords.append("**rest")
    text = f"t = T{draw(laid_out([*positional, *keywords]))}\n"
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


def parsed(code: str) -> tuple[Part, nodes.Block]:
    part = Part("a.py", code)
    tree = Tree(part)
    tree.refresh()
    return part, tree.statements


def call_in(block: nodes.Block) -> nodes.Call:
    statement = block[-1]
    assert isinstance(statement, nodes.Assign)
    assert isinstance(statement.value, nodes.Call)
    return statement.value


def meaning(text: str) -> tuple[list[str], dict[str | None, str]]:
    (statement,) = ast.parse(text).body
    assert isinstance(statement, ast.Assign)
    assert isinstance(statement.value, ast.Call)
    call = statement.value
    return [ast.dump(argument) for argument in call.args], {item.arg: ast.dump(item.value) for item in call.keywords}


def applied(part: Part, edit: Edit) -> str:
    after = apply_edits(part.text, [edit])
    assert after.count("\n") in (0, after.count("\r\n")) or "\r\n" not in part.text
    return after


@settings(max_examples=300, deadline=None)
@given(calls(with_x=True))
def test_an_argument_is_removed_from_any_call(code: str) -> None:
    part, block = parsed(code)
    call = call_in(block)
    argument = editing.argument_of(call, "x")
    assert argument is not None
    positional, keywords = meaning(applied(part, editing.remove_argument(call, argument)))
    before_positional, before_keywords = meaning(code)
    del before_keywords["x"]
    assert (positional, keywords) == (before_positional, before_keywords)
    assert list(keywords) == list(before_keywords)


@settings(max_examples=300, deadline=None)
@given(calls(with_x=False))
def test_an_argument_is_added_to_any_call(code: str) -> None:
    part, block = parsed(code)
    after = applied(part, editing.add_argument(call_in(block), "x=2"))
    positional, keywords = meaning(after)
    before_positional, before_keywords = meaning(code)
    assert keywords.pop("x") == ast.dump(ast.Constant(2))
    assert (positional, keywords) == (before_positional, before_keywords)
    assert comments(after) == comments(code)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_parameter_is_added_to_any_signature(data: st.DataObject) -> None:
    items = data.draw(st.lists(st.sampled_from(["a", "b: int"]), unique=True, max_size=2))
    items += data.draw(st.sampled_from([[], ["/"]])) if items else []
    items += data.draw(st.sampled_from([[], ["c=1"], ["c: str = 'x,)'"], ["*args"], ["*", "d"], ["*args", "d=(1, 2)"]]))
    text = f"def f{data.draw(laid_out(items))} -> int:\n    return 1\n"
    part, block = parsed(text)
    function = block[-1]
    assert isinstance(function, nodes.Function)
    after = apply_edits(part.text, [editing.add_parameter(function, "x=None")])
    before, signature = signature_of(text), signature_of(after)
    assert "x" in [argument.arg for argument in (*signature.args, *signature.kwonlyargs)]
    for name in ("args", "kwonlyargs"):
        kept = [ast.dump(argument) for argument in getattr(signature, name) if argument.arg != "x"]
        assert kept == [ast.dump(argument) for argument in getattr(before, name)]
    assert comments(after) == comments(text)


def signature_of(text: str) -> ast.arguments:
    (function,) = ast.parse(text).body
    assert isinstance(function, ast.FunctionDef)
    return function.args


def comments(text: str) -> list[str]:
    return re.findall(r"# (?:why|above)[^\r\n]*", text)
