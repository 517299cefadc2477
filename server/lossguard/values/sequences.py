"""Rows of token ids and labels: what is in them, as tags of a ``sequence`` object.

A ``sequence`` is a row of unknown length, or a batch of such rows; its field ``tags`` tells what is in it.
"""

from collections.abc import Mapping

from lossguard.values.heap import Object, State
from lossguard.values.value import Absent, Constant, Ref, Special, Value, members

IGNORE_INDEX = -100
ORIGIN = "#origin"
"""Field of a padded sequence and of its copies: the sequence that was padded."""
CONTAINERS = ("list", "tuple", "set")
TAGS = {
    "ids": "token ids that a tokenizer made",
    "ignore": "-100 in places",
    "counted": "as many as another sequence is long",
    "prompt": "-100 in front of ids, as long as another sequence: a prompt is masked",
    "padding": "-100 behind ids or where the pad token is",
    "padded": "padded to the longest of a batch",
    "fixed": "all rows are of one length: padded to a maximum, or blocks cut out of a stream",
    "item": "an item of a row, which may be a single id",
    "other": "something else",
}


def tags_in(objects: Mapping[int, Object] | State, value: Value, depth: int = 3) -> frozenset[str] | None:
    """What a row of ids or labels holds; None if it is not known to be one."""
    return tags_of_object(objects, objects[value.id], depth) if isinstance(value, Ref) else None


def tags_of_object(objects: Mapping[int, Object] | State, thing: Object, depth: int = 3) -> frozenset[str] | None:
    if thing.kind == "sequence":
        value = thing.get("tags")
        return value.value if isinstance(value, Constant) and isinstance(value.value, frozenset) else None
    if thing.kind not in CONTAINERS or not depth:
        return None
    tags: set[str] = set()
    for value in thing.held():
        for item in members(value):
            if isinstance(item, Constant) and item.value == IGNORE_INDEX:
                tags.add("ignore")
            elif isinstance(item, Ref) and item.id in objects:
                tags |= tags_of_object(objects, objects[item.id], depth - 1) or {"other"}
            elif isinstance(item, Special):
                tags.add("ids")
            elif not isinstance(item, Absent):
                tags.add("other")
    return frozenset(tags)


def joined(first: frozenset[str], second: frozenset[str]) -> frozenset[str]:
    """What one sequence behind another holds."""
    tags = set((first | second) - {"counted"})
    if "ignore" in first and "counted" in first and first <= {"ignore", "counted"} and not second <= {"ignore"}:
        tags.add("prompt")
    if second and second <= {"ignore", "counted"} and not first <= {"ignore", "counted"}:
        tags.add("padding")
    return frozenset(tags)
