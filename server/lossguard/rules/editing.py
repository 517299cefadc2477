"""Edits that fixes are made of: arguments, calls, imports. All read the present text, on demand."""

import re
from collections.abc import Iterable

from lossguard.syntax import nodes
from lossguard.text.document import Part
from lossguard.text.edits import Edit
from lossguard.text.place import Place


def replace(place: Place, content: str) -> Edit:
    return Edit(place.part, *place.span, content)


def argument_of(call: nodes.Call, name: str) -> nodes.Argument | None:
    """The keyword argument of a name, if it is written in the call itself."""
    return next((argument for argument in call.arguments if argument.keyword == name), None)


def argument_at(call: nodes.Call, place: Place) -> nodes.Argument | None:
    """The argument whose value stands at a place."""
    for argument in call.arguments:
        if argument.value.place.span == place.span and argument.value.place.part is place.part and not argument.star:
            return argument
    return None


def remove_argument(call: nodes.Call, argument: nodes.Argument) -> Edit:
    """Delete an argument with its comma, and its line if it has one to itself."""
    text, part = call.place.part.text, call.place.part
    start, end = argument.place.span
    comma = _comma(text, end)
    if comma is not None:
        line = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r)").match(text, comma)
        before = text[:start].rstrip(" \t")
        if line is not None and before.endswith(("\n", "\r")):
            return Edit(part, len(before), line.end(), "")
        space = re.compile(r"[ \t]*").match(text, comma)
        return Edit(part, start, space.end() if space and line is None else comma, "")
    if argument is call.arguments[0]:
        return Edit(part, start, end, "")
    previous = _comma(text, call.arguments[call.arguments.index(argument) - 1].place.span[1]) or start
    if not text[previous:start].strip():
        return Edit(part, previous - 1, end, "")
    # A comment stands between: the comma before it stays, which is right in front of a closing parenthesis too.
    line_start = re.compile(r"(?:\r\n|\n|\r)[ \t]*\Z").search(text, previous, start)
    alone = line_start is not None and re.compile(r"[ \t]*(?:#|\r|\n)").match(text, end)
    return Edit(part, line_start.start() if line_start and alone else start, end, "")


def add_argument(call: nodes.Call, source: str) -> Edit:
    """Append an argument, in the style of the call: on a line of its own where the others have one."""
    if not call.arguments:
        end = call.place.span[1] - 1
        return Edit(call.place.part, end, end, source)
    return _append(call.place.part, *call.arguments[-1].place.span, source)


def add_parameter(function: nodes.Function, source: str) -> Edit:
    """Append a parameter behind the last one."""
    part = function.place.part
    text = part.text
    if not function.parameters:
        opening = text.index("(", function.anchor.offset + function.name_span[1]) + 1
        return Edit(part, opening, opening, source)
    last = function.parameters[-1]
    start, end = last.place.span
    written = last.default or last.annotation
    if written is not None:  # its place is that of what stands in parentheses
        parentheses = re.search(r"(?:\(\s*)*\Z", text[: written.place.span[0]])
        for _ in range(parentheses.group().count("(") if parentheses else 0):
            end = text.index(")", _gap(text, end)) + 1
    comma = _comma(text, end)
    if comma is not None and text.startswith("/", slash := _gap(text, comma)):
        end = slash + 1
    return _append(part, start, end, source)


def _append(part: Part, start: int, end: int, source: str) -> Edit:
    """Put an item behind the last one of a list, which stands from ``start`` to ``end``."""
    text = part.text
    row_start = max(text.rfind("\n", 0, start), 0)
    lead = text[row_start:start]
    own_line = "\n" in lead and not lead.strip()
    separator = lead if own_line else " "
    comma = _comma(text, end)
    note = re.compile(r"[ \t]*#[^\r\n]*").match(text, end if comma is None else comma)
    if comma is None:
        stop = note.end() if note and own_line else end
        return Edit(part, end, stop, f",{text[end:stop]}{separator}{source}")
    if own_line:
        stop = note.end() if note else comma
        return Edit(part, stop, stop, f"{separator}{source},")
    # A comment behind the comma stays behind what is put in, which it would hide otherwise.
    return Edit(part, comma, comma, f"{separator}{source}{',' if note else ''}")


def _gap(text: str, offset: int) -> int:
    """Where white space and comments behind an offset end."""
    found = re.compile(r"(?:\s|\\\r?\n|#[^\r\n]*)*").match(text, offset)
    return found.end() if found else offset


def _comma(text: str, offset: int) -> int | None:
    """The end of the comma behind an item; None if it is the last and has none."""
    end = _gap(text, offset)
    return end + 1 if text.startswith(",", end) else None


def line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


# Imports


def imported_as(blocks: Iterable[nodes.Block], module_root: str, name: str) -> str | None:
    """By which name something of a library can be written, from the top-level imports; else None."""
    for statement in top_level(blocks):
        if isinstance(statement, nodes.ImportFrom) and statement.names and _of_root(statement, module_root):
            for original, alias in statement.names:
                if original == name:
                    return alias or name
    for statement in top_level(blocks):
        if isinstance(statement, nodes.Import):
            for module, alias in statement.names:
                if module == module_root:
                    return f"{alias or module}.{name}"
    return None


def top_level(blocks: Iterable[nodes.Block]) -> Iterable[nodes.Statement]:
    for block in blocks:
        yield from block


def add_import(blocks: tuple[nodes.Block, ...], module: str, name: str, before: Place) -> tuple[Edit, ...]:
    """Import a name at the top level, in front of a place; beside the imports of the same module."""
    root = module.partition(".")[0]
    last: nodes.Statement | None = None
    for block in blocks:
        for statement in block:
            if statement.place.part is before.part and statement.place.span[0] >= before.span[0]:
                break
            extendable = isinstance(statement, nodes.ImportFrom) and statement.module == module and statement.names
            if isinstance(statement, nodes.ImportFrom) and extendable and "#" not in statement.place.source:
                return (_extend_import(statement, name),)
            if isinstance(statement, nodes.Import | nodes.ImportFrom):
                same = _of_root(statement, root)
                if last is None or same or not _of_root(last, root):
                    last = statement
    line = f"from {module} import {name}"
    if last is not None:
        part = last.place.part
        end = _end_of_line(part.text, last.place.span[1])
        return (Edit(part, end, end, f"{line_end(part.text)}{line}"),)
    part = before.part
    start = _first_statement(blocks, part)
    return (Edit(part, start, start, f"{line}{line_end(part.text)}"),)


def _of_root(statement: nodes.Statement, root: str) -> bool:
    """Whether a statement imports names from a package or one of its modules."""
    if not isinstance(statement, nodes.ImportFrom) or statement.level:
        return False
    return statement.module.partition(".")[0] == root


def _end_of_line(text: str, offset: int) -> int:
    match = re.compile(r"[^\r\n]*").match(text, offset)
    return match.end() if match else offset


def _first_statement(blocks: Iterable[nodes.Block], part: Part) -> int:
    """Where the first statement behind a docstring begins."""
    for block in blocks:
        for statement in block:
            if statement.place.part is not part:
                continue
            is_text = isinstance(statement, nodes.ExpressionStatement) and isinstance(statement.value, nodes.Literal)
            if not is_text:
                start = statement.place.span[0]
                return max(part.text.rfind("\n", 0, start), part.text.rfind("\r", 0, start)) + 1
    return 0


def _extend_import(statement: nodes.ImportFrom, name: str) -> Edit:
    """Add a name to ``from m import a, b`` or its parenthesised form."""
    part = statement.place.part
    start, end = statement.place.span
    source = part.text[start:end]
    if not source.rstrip().endswith(")"):
        return Edit(part, end, end, f", {name}")
    closing = start + source.rindex(")")
    inside = part.text[start:closing]
    trimmed = inside.rstrip()
    position = start + len(trimmed)
    comma = "" if trimmed.endswith(",") else ","
    row = re.search(r"(?:\r\n|\n|\r)[ \t]+(?=[^\s#][^\r\n]*$)", trimmed)
    separator = row.group() if row else " "
    trailing = "," if not comma and row else ""
    return Edit(part, position, position, f"{comma}{separator}{name}{trailing}")


def swap_callable(
    blocks: tuple[nodes.Block, ...], call: nodes.Call, module: str, name: str
) -> tuple[str, tuple[Edit, ...]]:
    """The text of another class of a library to call in place of a call's own, and the edits that import it.

    Where the old name is imported only for this call, it is replaced in the import.
    """
    root = module.partition(".")[0]
    function = call.function
    if isinstance(function, nodes.Attribute) and isinstance(function.value, nodes.Name):
        known = imported_as(blocks, root, name)
        if known is not None:
            return known, ()
        if _is_module(blocks, function.value.id, root):
            return f"{function.value.id}.{name}", ()
    known = imported_as(blocks, root, name)
    if known is not None:
        return known, ()
    if isinstance(function, nodes.Name):
        replaced = _replace_import(blocks, function.id, root, name)
        if replaced is not None:
            return name, (replaced,)
    return name, add_import(blocks, module, name, call.place)


def _is_module(blocks: Iterable[nodes.Block], name: str, root: str) -> bool:
    return any(
        (alias or module) == name and module == root
        for statement in top_level(blocks)
        if isinstance(statement, nodes.Import)
        for module, alias in statement.names
    )


def _replace_import(blocks: Iterable[nodes.Block], old: str, root: str, new: str) -> Edit | None:
    """Put a new name where an imported one stands that is used once only."""
    imports = [
        statement
        for statement in top_level(blocks)
        if isinstance(statement, nodes.ImportFrom)
        and _of_root(statement, root)
        and (old, None) in (statement.names or ())
    ]
    parts = {statement.place.part for statement in top_level(blocks)}
    uses = sum(len(re.findall(rf"\b{re.escape(old)}\b", part.text)) for part in parts)
    if len(imports) != 1 or uses != 2:
        return None
    place = imports[0].place
    match = re.search(rf"\bimport\b.*?(\b{re.escape(old)}\b)", place.source, re.DOTALL)
    if match is None:
        return None
    start = place.span[0] + match.start(1)
    return Edit(place.part, start, start + len(old), new)


# Statements


def indent_of(statement: nodes.Statement) -> str | None:
    """The white space before a statement; None if it does not begin its line."""
    text, start = statement.place.part.text, statement.place.span[0]
    row = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    return text[row:start] if not text[row:start].strip() else None


def add_line_behind(statement: nodes.Statement, line: str) -> Edit:
    """Another statement on the line behind one, as deep as that one."""
    part = statement.place.part
    end = _end_of_line(part.text, statement.place.span[1])
    return Edit(part, end, end, f"{line_end(part.text)}{indent_of(statement) or ''}{line}")


def add_line_before(statement: nodes.Statement, line: str) -> Edit:
    """Another statement on the line before one, as deep as that one."""
    part, start = statement.place.part, statement.place.span[0]
    return Edit(part, start, start, f"{line}{line_end(part.text)}{indent_of(statement) or ''}")


def remove_line(statement: nodes.Statement) -> Edit:
    """Delete a statement that has its line for itself."""
    part, (start, end) = statement.place.part, statement.place.span
    text = part.text
    row = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    stop = _end_of_line(text, end)
    ending = re.compile(r"\r\n|\n|\r").match(text, stop)
    return Edit(part, row, ending.end() if ending else stop, "")
