"""Lists, dicts, token sequences and data: what containers hold and how they are changed.

A list or tuple that is known item by item has the fields ``0``, ``1``, …; otherwise ``rest`` is one value
for every item. A ``sequence`` is a row of token ids or labels of unknown length (see ``values.sequences``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lossguard.syntax import nodes as n
from lossguard.syntax.walk import mentions
from lossguard.text.place import Place
from lossguard.values.heap import Object
from lossguard.values.sequences import CONTAINERS, IGNORE_INDEX, joined, tags_in
from lossguard.values.value import (
    ABSENT,
    Absent,
    ColumnNames,
    Constant,
    Data,
    Length,
    Position,
    Ref,
    Unknown,
    Value,
    lost,
    may_be_absent,
    members,
    union,
)

if TYPE_CHECKING:
    from lossguard.program.interpreter import Interpreter

DICTS = ("dict", "encoding", "example")
"""Kinds of which the fields are the items, and their names the keys."""
MAX_UNROLL = 12
MAX_ITEMS = 200


# Keys


def field_of(key: object) -> str:
    """Name of the field in which a dict keeps a key; keys that are equal have the same one."""
    if isinstance(key, str):
        return key
    if isinstance(key, bool) or (isinstance(key, float) and key.is_integer()):
        key = int(key)
    return f"\0{type(key).__name__} {key!r}"


def key_of(name: str) -> Value:
    """The key that is kept in a field."""
    if not name.startswith("\0"):
        return Constant(name)
    kind, _, text = name[1:].partition(" ")
    return Constant(int(text)) if kind == "int" else Unknown("a key of a dict")


# Reading


def items_of(run: Interpreter, value: Value) -> list[Value] | None:
    """Items of a list, tuple or set that is known item by item (keys of such a dict); else None."""
    if not isinstance(value, Ref):
        return None
    thing = run.heap[value]
    if thing.rest is not None or any(may_be_absent(item) for item in thing.fields.values()):
        return None
    if thing.kind in CONTAINERS:
        return list(thing.fields.values())
    return [key_of(name) for name in thing.fields] if thing.kind in DICTS else None


def items_perhaps(run: Interpreter, value: Value) -> list[Value] | None:
    """Items of a list (keys of a dict) that are known one by one, of which some may not be there; else None."""
    thing = run.heap[value] if isinstance(value, Ref) else None
    if thing is None or thing.rest is not None or len(thing.fields) > MAX_UNROLL:
        return None
    if thing.kind in DICTS:
        found = [(key_of(name), held) for name, held in thing.fields.items() if held != ABSENT]
        return [union((key, ABSENT)) if may_be_absent(held) else key for key, held in found]
    return list(thing.fields.values()) if thing.kind in ("list", "tuple") else None


def in_order(run: Interpreter, value: Value) -> list[Value] | None:
    """Items that are known one by one in the order in which they come; else None."""
    items = items_of(run, value)
    if items is not None and len(items) > 1 and isinstance(value, Ref) and run.heap[value].kind == "set":
        return None
    return items


def element_of(run: Interpreter, value: Value) -> Value:
    """What one item of an iterable is."""
    found: list[Value] = []
    for member in members(value):
        match member:
            case Data():
                found.append(member)
            case Ref():
                found.append(element(run, member))
            case ColumnNames():
                found.append(Unknown("the name of a column"))
            case _:
                found.append(lost("an item of something that is not followed", member))
    return union(found)


def element(run: Interpreter, ref: Ref) -> Value:
    thing = run.heap[ref]
    if thing.kind in CONTAINERS:
        inner = [item for value in thing.fields.values() for item in members(value) if not isinstance(item, Absent)]
        return union([*inner, *([thing.rest] if thing.rest is not None else [])])
    if thing.kind == "sequence":
        # A batch of sequences and one sequence look alike: their items carry the same tags.
        return ref
    if thing.kind == "dict":
        return Unknown("a key of a dict")
    model = run.models.elements.get(thing.kind)
    return model(run, ref) if model is not None else lost(f"an item of a `{thing.kind}`", ref)


def subscript(run: Interpreter, node: n.Subscript, owner: Value, index: Value) -> Value:
    """``owner[index]`` of one member."""
    match owner:
        case Ref():
            return _item(run, node, owner, index)
        case Data():
            key = index.value if isinstance(index, Constant) else None
            return Data(key if isinstance(key, str) else owner.column, place=node.place)
        case ColumnNames(by_split=True):
            return ColumnNames(owner.columns, place=node.place)  # `splits.column_names["train"]`
        case Unknown():
            return owner
        case _:
            return lost("an item of something that is not followed", owner, place=node.place)


def _item(run: Interpreter, node: n.Subscript, owner: Ref, index: Value) -> Value:
    thing = run.heap[owner]
    if thing.kind in ("dict", "encoding", "example", "frame") and isinstance(index, Constant):
        value = thing.get(field_of(index.value))
        # A use proves that it is there.
        known = union(member for member in members(value) if not isinstance(member, Absent))
        return Unknown(f"there is no key `{index.value!r}`") if isinstance(value, Absent) else known
    if thing.kind in CONTAINERS:
        items = in_order(run, owner)
        if items is not None and isinstance(index, Constant) and isinstance(index.value, int):
            return items[index.value] if -len(items) <= index.value < len(items) else Unknown("no such item")
        return element(run, owner)
    if thing.kind == "sequence":
        item = copy_sequence(run, node, owner, "item" if isinstance(index, Constant) else "")
        # `labels[row][:n] = -100`: what is written to a row is written to the batch.
        run.heap.set(item, "of", owner)
        return item
    return lost(f"an item of a `{thing.kind}`", *(thing.held() if thing.kind == "dict" else [owner]), place=node.place)


def slice_of(run: Interpreter, node: n.Subscript, owner: Value) -> Value:
    """``owner[a:b]``: part of a sequence has what the sequence has."""
    found: list[Value] = []
    block = _is_block(node.index)
    for member in members(owner):
        if isinstance(member, Data):
            found.append(member)
        elif block and (tags := tags_of(run, member)) is not None:
            found.append(make_sequence(run, node, tags | {"fixed"}, "block"))
        elif isinstance(member, Ref) and run.heap[member].kind == "sequence":
            found.append(copy_sequence(run, node, member))
        elif isinstance(member, Ref) and run.heap[member].kind in CONTAINERS:
            found.append(make_list(run, node, run.heap[member].kind, [], element(run, member)))
        elif isinstance(member, Ref) and run.heap[member].kind == "dataset":
            found.append(Data("*"))
        elif isinstance(member, Ref) and run.heap[member].kind in run.models.nested:
            found.append(member)
        else:
            found.append(lost("a slice of something that is not followed", member, place=node.place))
    return union(found)


def _is_block(index: n.Node) -> bool:
    """``ids[start : start + 512]``: a block out of a long row, not the first part of every row."""
    return isinstance(index, n.Slice) and index.upper is not None and isinstance(index.lower, n.Name | n.Binary)


def listed_names(run: Interpreter, node: n.Comprehension, names: Value) -> Value | None:
    """``[c for c in data.column_names if c not in kept]``: a list of columns less some; None if it is no such list."""
    generator = node.generators[0]
    target, element = generator.target, node.element
    if not (isinstance(names, ColumnNames) and isinstance(target, n.Name) and isinstance(element, n.Name)):
        return None
    if node.key is not None or len(node.generators) > 1 or element.id != target.id or names.by_split:
        return None
    left_out: set[str] = set()
    for test in generator.conditions:
        if not (isinstance(test, n.Comparison) and isinstance(test.left, n.Name) and test.left.id == target.id):
            return None
        other = run.evaluate(test.rest[0])
        texts = texts_of(run, other) if test.operators in (("!=",), ("not in",)) else None
        if texts is None or (isinstance(other, Constant) and test.operators != ("!=",)):
            return None
        left_out.update(texts)
    return names.less(left_out)


def texts_of(run: Interpreter, value: Value) -> list[str] | None:
    """The texts of a list or set, or of a text; None if they are not all known."""
    items = [value] if isinstance(value, Constant) else items_of(run, value)
    texts = [item.value for item in items or () if isinstance(item, Constant) and isinstance(item.value, str)]
    return texts if items is not None and len(texts) == len(items) else None


def sorted_constants(items: list[Value]) -> list[Value] | None:
    """Constants in their order; None if they have none that is known."""
    known = [item.value for item in items if isinstance(item, Constant)]
    texts = [value for value in known if isinstance(value, str)]
    numbers = [value for value in known if isinstance(value, int | float)]
    if len(texts) == len(items):
        return [Constant(value) for value in sorted(texts)]
    return [Constant(value) for value in sorted(numbers)] if len(numbers) == len(items) else None


# Making


def make_list(
    run: Interpreter, node: n.Node, kind: str, items: list[Value], element: Value | None, tag: str = ""
) -> Ref:
    if element is None and len(items) > MAX_ITEMS:
        element = union(items)
        items = []
    if element is not None:
        return run.make(node, kind, None, {}, tag, rest=union([*items, element]))
    return run.make(node, kind, None, {str(index): item for index, item in enumerate(items)}, tag)


def make_exact(run: Interpreter, node: n.Node, items: list[Value]) -> Ref:
    return make_list(run, node, "list", items, None)


def make_set(run: Interpreter, node: n.Node, items: list[Value], element: Value | None = None) -> Ref:
    """A set: known item by item if these are constants, but in no order."""
    if element is None and all(isinstance(item, Constant) for item in items):
        once = {field_of(item.value): item for item in items if isinstance(item, Constant)}
        return make_list(run, node, "set", list(once.values()), None)
    return make_list(run, node, "set", [], union([*items, *([element] if element is not None else [])]))


def make_sequence(run: Interpreter, node: n.Node, tags: frozenset[str], tag: str = "") -> Ref:
    return run.make(node, "sequence", None, {"tags": Constant(tags)}, tag)


def copy_sequence(run: Interpreter, node: n.Node, sequence: Ref, tag: str = "") -> Ref:
    fields = dict(run.heap[sequence].fields)
    tags = tags_of(run, sequence)
    if tag and tags is not None:
        fields["tags"] = Constant(tags | {tag})
    return run.make(node, "sequence", None, fields, "copy")


def tags_of(run: Interpreter, value: Value) -> frozenset[str] | None:
    """What a row of ids or labels holds; None if it is not known to be one."""
    return tags_in(run.heap, value)


def concatenate(run: Interpreter, node: n.Node, left: Value, right: Value) -> Value | None:
    """``left + right`` of lists and sequences; None if they are not."""
    one, other = in_order(run, left), in_order(run, right)
    if one is not None and other is not None and isinstance(left, Ref) and run.heap[left].kind in ("list", "tuple"):
        return make_list(run, node, run.heap[left].kind, [*one, *other], None)
    first, second = tags_of(run, left), tags_of(run, right)
    if first is None and second is None:
        return None
    first = first if first is not None else frozenset(("other",))
    second = second if second is not None else frozenset(("other",))
    return make_sequence(run, node, joined(first, second), "sum")


def repeat(run: Interpreter, node: n.Node, items: Value, count: Value) -> Value | None:
    """``[x] * n``; None if the left side is not a list."""
    known = items_of(run, items)
    if known is None or not isinstance(items, Ref) or run.heap[items].kind not in CONTAINERS:
        return None
    if isinstance(count, Constant) and isinstance(count.value, int) and len(known) * count.value <= MAX_UNROLL:
        return make_list(run, node, "list", known * count.value, None)
    tags = tags_of(run, items) or frozenset(("other",))
    if isinstance(count, Length):
        tags |= {"counted"}
    return make_sequence(run, node, tags, "repeated")


def conditional_ids(run: Interpreter, node: n.Conditional, body: Value, otherwise: Value) -> Value | None:
    """``t if … else -100``: ids with some of them masked; by the pad token if the test names it."""
    sides = (body, otherwise)
    if not any(isinstance(side, Constant) and side.value == IGNORE_INDEX for side in sides):
        return None
    other = sides[0] if isinstance(sides[1], Constant) and sides[1].value == IGNORE_INDEX else sides[1]
    tags = set(tags_of(run, other) or {"other"}) | {"ignore"}
    if mentions(node.test, "pad", "mask"):
        tags.add("padding")
    masked_below = isinstance(body, Constant) and body.value == IGNORE_INDEX
    if compares_position(run, node.test, ("<", "<=") if masked_below else (">", ">=")):
        tags.add("prompt")
    return make_sequence(run, node, frozenset(tags), "masked")


def compares_position(run: Interpreter, test: n.Expression, operators: tuple[str, ...]) -> bool:
    """``position < start``: whether a condition tells the first part of a sequence from the rest."""
    if not (isinstance(test, n.Comparison) and len(test.operators) == 1 and isinstance(test.left, n.Name)):
        return False
    bound = test.rest[0]
    # `position < 3`: not a length that differs from row to row.
    known = isinstance(bound, n.Name | n.Literal) and isinstance(run.evaluate(bound), Constant)
    return test.operators[0] in operators and not known and isinstance(run.evaluate(test.left), Position)


# Writing


def set_key(run: Interpreter, ref: Ref, key: Value, value: Value, place: Place | None) -> None:
    """``ref[key] = value`` of a dict-like object."""
    if isinstance(key, Constant):
        run.heap.set(ref, field_of(key.value), value, place)
        return
    thing = run.heap.writable(ref)
    thing.rest = lost("a key that is not known was set", value, *present(thing))
    for name, known in thing.fields.items():
        thing.fields[name] = union((known, value))


def update_dict(run: Interpreter, ref: Ref, other: Value, place: Place | None) -> None:
    """``{**other}`` or ``ref.update(other)``."""
    source = run.heap[other] if isinstance(other, Ref) else None
    target = run.heap.writable(ref)
    pairs = items_of(run, other) if source is not None and source.kind in CONTAINERS else None
    if pairs is not None:
        for pair in pairs:
            two = items_of(run, pair)
            key = two[0] if two is not None and len(two) == 2 else Unknown("a pair that is not followed")
            value = two[1] if two is not None and len(two) == 2 else lost("a pair that is not followed", pair)
            set_key(run, ref, key, value, place)
        return
    if source is None or source.kind not in ("dict", "encoding", "example"):
        target.rest = lost("keys that are not known were added", other, *target.held())
        for name, known in target.fields.items():
            target.fields[name] = lost("keys that are not known were added", known, other)
        return
    for name in dict.fromkeys((*source.fields, *target.fields)):
        # Other keys than those that are known may be among them, too.
        before = target.get(name)
        given = source.fields.get(name) or source.rest
        if given is None or given == ABSENT:
            continue
        absent = may_be_absent(given) or name not in source.fields
        target.fields[name] = union((there(given), before)) if absent else given
        if (where := source.places.get(name) or place) is not None and name in source.fields:
            target.places[name] = where
    if source.rest is not None:
        target.rest = lost("keys that are not known were added", source.rest, *target.held())


def there(value: Value) -> Value:
    """A value that may be absent, where it is there."""
    return union(member for member in members(value) if not isinstance(member, Absent))


def set_item(run: Interpreter, node: n.Subscript, owner: Ref, index: Value, value: Value, place: Place) -> None:
    """``owner[index] = value`` for built-in containers and sequences."""
    thing = run.heap[owner]
    if thing.kind in ("dict", "encoding", "example"):
        set_key(run, owner, index, value, place)
    elif thing.kind == "sequence":
        _mask(run, node, owner, index, value)
    elif thing.kind in CONTAINERS:
        if isinstance(index, Constant) and str(index.value) in thing.fields and thing.rest is None:
            run.heap.set(owner, str(index.value), value)
        else:
            widen(run, owner, value)
    elif thing.kind == "frame" and isinstance(index, Constant):
        run.heap.set(owner, str(index.value), value, place)
    else:
        run.escape([owner, value], "an item of it was set")


def _mask(run: Interpreter, node: n.Subscript, owner: Ref, index: Value, value: Value) -> None:
    """``labels[…] = -100`` and the like."""
    written = tags_of(run, value) or frozenset()
    ignores = isinstance(value, Constant) and value.value == IGNORE_INDEX
    if ignores or written >= {"ignore"}:
        tags = {"ignore"}
        if _is_front(run, node.index) or (ignores and isinstance(index, Position) and index.counted):
            tags.add("prompt")
        elif mentions(node.index, "pad", "attention_mask"):
            tags.add("padding")
    else:
        tags = {"other"}
    add_tags(run, owner, frozenset(tags))


def _is_front(run: Interpreter, index: n.Expression) -> bool:
    """``[:n]`` or ``[row, :n]`` with a length that was measured."""
    last = index.items[-1] if isinstance(index, n.Sequence) and index.items else index
    if not (isinstance(last, n.Slice) and last.lower is None and last.upper is not None):
        return False
    return isinstance(run.evaluate(last.upper), Length)


def add_tags(run: Interpreter, owner: Ref, tags: frozenset[str]) -> None:
    """Something more is in a sequence, and in the batch of which it is a row."""
    waiting: Value = owner
    for _ in range(_MAX_NESTING):
        if not isinstance(waiting, Ref):
            return
        known = tags_of(run, waiting)
        run.heap.set(waiting, "tags", Constant((known if known is not None else frozenset(("other",))) | tags))
        waiting = run.heap[waiting].get("of")


_MAX_NESTING = 3


def extend(run: Interpreter, owner: Ref, values: Value) -> None:
    """``owner += values`` of a list."""
    first, second = in_order(run, owner), in_order(run, values)
    if first is not None and second is not None and not run.in_loop and len(first) + len(second) <= MAX_ITEMS:
        thing = run.heap.writable(owner)
        thing.fields = {str(index): item for index, item in enumerate([*first, *second])}
        return
    widen(run, owner, values if tags_of(run, values) else element_of(run, values))


def widen(run: Interpreter, owner: Ref, value: Value) -> None:
    element = union([*present(run.heap[owner]), value])
    thing = run.heap.writable(owner)
    thing.fields = {}
    thing.rest = element


def present(thing: Object) -> list[Value]:
    values = [item for value in thing.fields.values() for item in members(value) if not isinstance(item, Absent)]
    return [*values, *([thing.rest] if thing.rest is not None else [])]
