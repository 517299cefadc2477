"""Methods of lists, dicts, token sequences and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lossguard.program import containers, formatting, operators
from lossguard.syntax import nodes as n
from lossguard.syntax.walk import mentions
from lossguard.values.calls import Call
from lossguard.values.sequences import CONTAINERS, IGNORE_INDEX
from lossguard.values.value import (
    ABSENT,
    MAX_TEXT,
    Absent,
    ColumnNames,
    Constant,
    Data,
    Ref,
    Special,
    Unknown,
    Value,
    lost,
    may_be_absent,
    members,
    union,
)

if TYPE_CHECKING:
    from lossguard.program.interpreter import Interpreter


def method(run: Interpreter, owner: Value, name: str, node: n.Call, call: Call) -> Value | None:
    """A method of a list, dict, sequence, text or data; None if it is not one that is known."""
    arguments = call.values()
    if isinstance(owner, Ref):
        kind = run.heap[owner].kind
        unseen = call.unknown_positional is not None or call.unknown_keywords is not None
        if kind in ("dict", "encoding", "example") and name == "update":
            return _update(run, owner, node, call)
        if unseen:
            return None
        if kind in ("dict", "encoding", "example"):
            return _dict_method(run, owner, name, node, arguments)
        if kind in CONTAINERS:
            return _list_method(run, owner, name, node, arguments)
        if kind == "sequence":
            return _sequence_method(run, owner, name, node, arguments)
        return None
    if operators.is_textual(owner):
        return formatting.by_braces(owner, call) if name == "format" else _text_method(owner, name, arguments)
    if isinstance(owner, ColumnNames):
        return _names_method(run, owner, name, node, arguments)
    if isinstance(owner, Data | Special):
        return Unknown("a method of data", place=node.place)
    return None


def _names_method(
    run: Interpreter, owner: ColumnNames, name: str, node: n.Call, arguments: list[Value]
) -> Value | None:
    """``dataset.column_names`` is a list that may be changed in place; ``features`` is a dict."""
    if owner.by_split and name in ("values", "get"):
        one = ColumnNames(owner.columns, place=node.place)
        return containers.make_list(run, node, "list", [], one) if name == "values" else one
    if name == "difference" and len(arguments) == 1:
        out = containers.texts_of(run, arguments[0])
        return owner.less(out) if out is not None else Unknown("some of the columns")
    if name in ("copy", "keys"):
        return owner
    if name in ("index", "count", "get", "values", "items"):
        return Unknown("a method of the columns", place=node.place)
    return None


def _update(run: Interpreter, owner: Ref, node: n.Call, call: Call) -> Value:
    for given in call.positional:
        containers.update_dict(run, owner, given.value, given.place)
    for name, given in call.keywords.items():
        if not may_be_absent(given.value):
            run.heap.set(owner, name, given.value, given.place)
        elif given.value != ABSENT:
            containers.set_key(run, owner, Unknown("a keyword that may not be given"), given.value, given.place)
    if call.unknown_positional is not None or call.unknown_keywords is not None:
        containers.update_dict(run, owner, lost("arguments from a splat", *call.along), node.place)
    return Constant(None)


def _dict_method(run: Interpreter, owner: Ref, name: str, node: n.Call, arguments: list[Value]) -> Value | None:
    thing = run.heap[owner]
    key = arguments[0] if arguments else ABSENT
    if thing.kind == "encoding" and name in _ENCODING_QUERIES:
        return Unknown("where a token of the text comes from", place=node.place)
    match name:
        case "get" | "pop" | "setdefault":
            fallback = arguments[1] if len(arguments) > 1 else Constant(None)
            if not isinstance(key, Constant):
                return _at_unknown_key(run, owner, name, fallback)
            value = thing.get(containers.field_of(key.value))
            if name == "pop":
                run.heap.set(owner, containers.field_of(key.value), ABSENT, node.place)
            if may_be_absent(value):
                value = union([*(m for m in members(value) if not isinstance(m, Absent)), fallback])
            elif isinstance(value, Unknown) and name != "pop":
                value = lost(value.why, value, fallback)
            if name == "setdefault":
                run.heap.set(owner, containers.field_of(key.value), value, node.place)
            return value
        case "copy":
            return run.make(node, thing.kind, thing.type, thing.fields, "copy", rest=thing.rest)
        case "keys":
            keys = containers.items_perhaps(run, owner) or containers.items_of(run, owner)
            return containers.make_list(
                run, node, "list", keys or [], None if keys is not None else Unknown("a key of a dict")
            )
        case "values":
            known = containers.items_of(run, owner) is not None
            return containers.make_list(
                run,
                node,
                "list",
                list(thing.fields.values()) if known else [],
                None if known else lost("a value of a dict", *thing.held()),
            )
        case "items":
            return _pairs(run, owner, node)
        case "to" | "convert_to_tensors" if thing.kind != "dict":
            return owner
        case "clear":
            cleared = run.heap.writable(owner)
            cleared.fields, cleared.rest = {}, None
            return Constant(None)
        case _:
            return None


def _at_unknown_key(run: Interpreter, owner: Ref, name: str, fallback: Value) -> Value:
    thing = run.heap.writable(owner)
    found = lost("a key that is not known", *thing.held(), fallback)
    if name == "pop":
        thing.fields = {key: union((value, ABSENT)) for key, value in thing.fields.items()}
    elif name == "setdefault":
        containers.set_key(run, owner, Unknown("a key that is not known"), fallback, None)
    return found


OF_DICTS = frozenset("get pop setdefault copy keys values items update clear to convert_to_tensors".split())
"""Methods that every encoding and row has, whatever its keys are."""
_ENCODING_QUERIES = frozenset(
    """word_ids words tokens sequence_ids char_to_token char_to_word token_to_chars token_to_sequence token_to_word
    word_to_chars word_to_tokens encodings n_sequences is_fast""".split()
)
"""Methods of a ``BatchEncoding`` that only read."""


def _pairs(run: Interpreter, owner: Ref, node: n.Call) -> Value:
    thing = run.heap[owner]
    if thing.rest is not None:
        pair = containers.make_list(
            run, node, "tuple", [Unknown("a key of a dict"), lost("a value of a dict", *thing.held())], None, "pair"
        )
        return containers.make_list(run, node, "list", [], pair)
    pairs: list[Value] = []
    for index, (key, value) in enumerate(thing.fields.items()):
        there = union(member for member in members(value) if not isinstance(member, Absent))
        pair = containers.make_list(run, node, "tuple", [containers.key_of(key), there], None, f"pair {index}")
        pairs.append(union((pair, ABSENT)) if may_be_absent(value) else pair)
    return containers.make_list(run, node, "list", pairs, None)


def _list_method(run: Interpreter, owner: Ref, name: str, node: n.Call, arguments: list[Value]) -> Value | None:
    items = containers.in_order(run, owner)
    match name:
        case "append" | "add" | "insert":
            value = arguments[-1] if arguments else Unknown("nothing was given")
            if name == "append" and items is not None and not run.in_loop and len(items) < containers.MAX_ITEMS:
                run.heap.set(owner, str(len(items)), value)
            else:
                containers.widen(run, owner, value)
            return Constant(None)
        case "extend" | "update":
            for argument in arguments:
                containers.extend(run, owner, argument)
            return Constant(None)
        case "copy":
            thing = run.heap[owner]
            return run.make(node, thing.kind, None, thing.fields, "copy", rest=thing.rest)
        case "pop" | "remove" | "clear" | "discard":
            return _take_out(run, owner, name)
        case "reverse" | "sort":
            return _reorder(run, owner, name, items, plain=not arguments)
        case "index" | "count":
            return Unknown("the result of a list method")
        case "intersection" | "difference" | "union":
            held = [containers.element_of(run, value) for value in (owner, *arguments)]
            return containers.make_list(run, node, "set", [], union(held))
        case _:
            return None


def _take_out(run: Interpreter, owner: Ref, name: str) -> Value:
    thing = run.heap.writable(owner)
    held = containers.present(thing)
    inner = union(held) if held else Unknown("an item of an empty list")
    thing.fields, thing.rest = {}, inner if name != "clear" else None
    return inner if name == "pop" else Constant(None)


def _reorder(run: Interpreter, owner: Ref, name: str, items: list[Value] | None, *, plain: bool) -> Value:
    ordered = None
    if items is not None and plain:
        ordered = items[::-1] if name == "reverse" else containers.sorted_constants(items)
    thing = run.heap.writable(owner)
    if ordered is not None:
        thing.fields = {str(index): item for index, item in enumerate(ordered)}
    elif containers.present(thing):
        thing.fields, thing.rest = {}, union(containers.present(thing))
    return Constant(None)


_SAME_SHAPE = frozenset(
    "clone copy detach contiguous long int float to cpu cuda numpy tolist view reshape squeeze unsqueeze".split()
)


def _sequence_method(run: Interpreter, owner: Ref, name: str, node: n.Call, arguments: list[Value]) -> Value | None:
    if name in _SAME_SHAPE:
        return containers.copy_sequence(run, node, owner)
    known = run.heap[owner].get("tags")
    tags = set(known.value) if isinstance(known, Constant) and isinstance(known.value, frozenset) else {"other"}
    if name in ("masked_fill", "masked_fill_", "where"):
        if any(isinstance(value, Constant) and value.value == IGNORE_INDEX for value in arguments):
            tags.add("ignore")
            if mentions(node, "pad", "attention_mask"):
                tags.add("padding")
        else:
            tags.add("other")
        if name.endswith("_"):
            run.heap.set(owner, "tags", Constant(frozenset(tags)))
            return owner
        return containers.make_sequence(run, node, frozenset(tags), "filled")
    if name in ("append", "extend", "insert"):
        ignored = bool(arguments) and isinstance(arguments[-1], Constant) and arguments[-1].value == IGNORE_INDEX
        extra = {"ignore"} if ignored else (containers.tags_of(run, arguments[-1]) if arguments else None) or {"other"}
        run.heap.set(owner, "tags", Constant(frozenset(tags | set(extra))))
        return Constant(None)
    if name.endswith("_"):
        run.heap.set(owner, "tags", Constant(frozenset(tags | {"other"})))
        return owner
    return lost("the result of a tensor method", owner, place=node.place)


def _text_method(owner: Value, name: str, arguments: list[Value]) -> Value:
    if isinstance(owner, Constant) and isinstance(owner.value, str) and len(owner.value) <= MAX_TEXT:
        known = [value.value for value in arguments if isinstance(value, Constant)]
        grows = name == "replace" and sum(len(one) for one in known if isinstance(one, str)) > _MAX_REPLACEMENT
        if len(known) == len(arguments) and name in _TEXT_METHODS and not grows:
            try:
                result = getattr(owner.value, name)(*known)
            except (TypeError, ValueError):
                return Unknown("the result of a text method")
            return Constant(result) if isinstance(result, str | bool | int) else Unknown("the result of a text method")
    return Unknown("the result of a text method")


_MAX_REPLACEMENT = 500
_TEXT_METHODS = frozenset(
    "strip lstrip rstrip lower upper title capitalize replace startswith endswith removeprefix removesuffix".split()
)
