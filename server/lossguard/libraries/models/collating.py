"""The batches that a loader makes by a library's collator, or by torch's own: their columns, and who makes labels."""

from lossguard.libraries.knowledge import collator_history
from lossguard.libraries.models.rows import known_columns
from lossguard.values.calls import Machine, Node
from lossguard.values.outputs import AS_COLLATED, LOADER
from lossguard.values.sequences import tags_in
from lossguard.values.value import (
    ABSENT,
    Absent,
    Columns,
    Constant,
    Ref,
    Symbol,
    Unknown,
    Value,
    may_be_absent,
    members,
    union,
)

_FOLLOWED = frozenset(
    """default_data_collator DefaultDataCollator DataCollatorWithPadding DataCollatorForTokenClassification
    DataCollatorForSeq2Seq DataCollatorForLanguageModeling""".split()
)
_STACKING = frozenset(("default_data_collator", "DefaultDataCollator"))
"""Those that leave out columns of texts."""


def batch_of(machine: Machine, loader: Ref) -> Value | None:
    """A batch of a loader, new at each call; None if it is not known what makes it, or of what."""
    thing = machine.heap[loader]
    columns, node = known_columns(machine, thing.get("dataset")), thing.node
    collator = _collator(machine, thing.get("collate_fn"))
    if columns is None or node is None or collator is None:
        return None
    fields = {
        name: _column(machine, loader, node, name, value, drops=collator in _STACKING)
        for name, value in columns.added.items()
    }
    if collator:
        _set_labels(machine, loader, node, collator, columns, fields)
    rest = Unknown("a column of the dataset") if not columns.closed else None
    return _fresh(machine, node, "encoding", fields, "batch", rest)


def _collator(machine: Machine, value: Value) -> str | None:
    """Name of the collator; empty for torch's own, None if it is not followed."""
    if value in (ABSENT, Constant(None)):
        return ""
    thing = machine.heap[value] if isinstance(value, Ref) else None
    intact = thing is not None and thing.kind == "collator" and thing.rest is None
    kind = thing.type if thing is not None and intact else value
    path = machine.canonical(kind.path) if isinstance(kind, Symbol) else ""
    root, _, name = path.rpartition(".")
    return name if root == "transformers" and name in _FOLLOWED else None


def _set_labels(
    machine: Machine, loader: Ref, node: Node, collator: str, columns: Columns, fields: dict[str, Value]
) -> None:
    """What the collator does to labels, in every version."""
    history = collator_history("transformers", collator)
    renames = frozenset[str]().union(*(entry.renames for entry in history))
    if any(entry.creates_labels for entry in history):
        fields["labels"] = _column(machine, loader, node, "labels", Unknown("labels that the collator makes"))
        return
    renamed = [name for name in sorted(renames) if columns.has(name) is not False]
    if renamed and columns.has("labels") is not True:
        always = all(entry.renames >= set(renamed) for entry in history)
        certain = always and any(columns.has(name) for name in renamed)
        rows = union(columns.added.get(name, Unknown("a label of the dataset")) for name in renamed)
        label = _column(machine, loader, node, "labels", rows)
        for name in renamed:
            fields.pop(name, None)
        fields["labels"] = label if certain else union((label, ABSENT))
    elif columns.has("labels") is False and any(entry.without_labels == "none" for entry in history):
        fields["labels"] = union((Constant(None), *(ABSENT for entry in history if entry.without_labels == "absent")))


def _column(machine: Machine, loader: Ref, node: Node, name: str, value: Value, *, drops: bool = False) -> Value:
    """A column of a batch, with what its rows hold; one that may be a text is left out by some collators."""
    known = [tags_in(machine.heap, member) for member in members(value) if not isinstance(member, Absent)]
    same = known[0] if known and all(tags == known[0] for tags in known) else None
    tags = Constant(same | {"padded"} if same is not None else frozenset(("other",)))
    column = _fresh(machine, node, "sequence", {"tags": tags, AS_COLLATED: tags, LOADER: Constant(loader.id)}, name)
    return union((column, ABSENT)) if may_be_absent(value) or (drops and same is None) else column


def _fresh(
    machine: Machine, node: Node, kind: str, fields: dict[str, Value], tag: str, rest: Value | None = None
) -> Ref:
    """An object as if it were made for the first time: of the last batch nothing is left."""
    ref = machine.make(node, kind, None, fields, f"{tag} of a loader", rest=rest)
    thing = machine.heap.writable(ref)
    thing.fields, thing.places, thing.rest = dict(fields), {}, rest
    return ref
