"""Other ways to write the same script: line ends, indentation, and calls on one line or on many."""

import ast
from collections.abc import Callable

import libcst as cst

from lossguard.text.document import Document, Kind
from tests.rules.fixtures import Fixture, without_annotations

Form = Callable[[str], str]


class _Spread(cst.CSTTransformer):
    """Every argument on a line of its own."""

    def __init__(self, trailing_comma: bool, comment: str | None) -> None:
        self._comma = trailing_comma
        self._comment = comment

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:  # noqa: N802 - libcst's name
        arguments = updated_node.args
        if not arguments or any(isinstance(argument.value, cst.GeneratorExp) for argument in arguments):
            return updated_node
        spread = [
            argument.with_changes(
                whitespace_after_arg=cst.SimpleWhitespace(""),
                comma=cst.Comma(cst.SimpleWhitespace(""), self._line_end(last="" if last else "    "))
                if not last or self._comma
                else cst.MaybeSentinel.DEFAULT,
            )
            for argument, last in zip(arguments, [*[False] * (len(arguments) - 1), True], strict=True)
        ]
        if not self._comma:
            spread[-1] = spread[-1].with_changes(whitespace_after_arg=self._line_end(last=""))
        return updated_node.with_changes(args=spread, whitespace_before_args=self._line_end("    ", comment=False))

    def _line_end(self, last: str, comment: bool = True) -> cst.ParenthesizedWhitespace:
        note = cst.Comment(f"# {self._comment}") if self._comment and comment else None
        first = cst.TrailingWhitespace(cst.SimpleWhitespace("  " if note else ""), note)
        return cst.ParenthesizedWhitespace(first, [], True, cst.SimpleWhitespace(last))


def _spread(trailing_comma: bool, comment: str | None = None) -> Form:
    return lambda text: cst.parse_module(text).visit(_Spread(trailing_comma, comment)).code


FORMS: dict[str, Form] = {
    "annotated": lambda text: text,
    "as written": without_annotations,
    "with CRLF": lambda text: without_annotations(text).replace("\n", "\r\n"),
    "with tabs": lambda text: without_annotations(text).replace("    ", "\t"),
    "without a last line end": lambda text: without_annotations(text).rstrip("\n"),
    "calls on one line": lambda text: ast.unparse(ast.parse(text)) + "\n",
    "calls spread out": lambda text: _spread(True)(without_annotations(text)),
    "spread out without a last comma": lambda text: _spread(False)(without_annotations(text)),
    "spread out with comments": lambda text: _spread(True, "as agreed, (see above)")(without_annotations(text)),
}
_REWRITING = frozenset(name for name in FORMS if "calls" in name or "spread" in name)


def applies(form: str, fixture: Fixture) -> bool:
    """Magics are no Python, so that notebooks cannot be rewritten as such."""
    return fixture.document().kind is Kind.SCRIPT or form not in _REWRITING


def written(fixture: Fixture, form: str) -> Document:
    document = fixture.document()
    for part in document.parts:
        part.text = FORMS[form](part.text)
    return document
