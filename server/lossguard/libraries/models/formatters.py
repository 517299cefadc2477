"""``formatting_func``: the texts that a trainer of trl makes of its rows."""

from lossguard.values.calls import Call, Given, Machine
from lossguard.values.value import Columns, FunctionValue, Method, Partial, Ref, Unknown

FORMATTED = "#formatted"
"""Field of a trainer: what its formatting function returns for a row (a list for a batch, before trl 0.16)."""


def format_rows(machine: Machine, ref: Ref, call: Call) -> None:
    """Run the formatting function of a trainer on a row of its data."""
    trainer = machine.heap[ref]
    function, data = trainer.get("formatting_func"), trainer.get("train_dataset")
    if not isinstance(function, FunctionValue | Partial | Method):
        return
    columns = machine.heap[data].get("columns") if isinstance(data, Ref) else None
    known = columns if isinstance(columns, Columns) else None
    rest = Unknown("a column of the dataset") if known is None or not known.closed else None
    row = machine.make(call.node, "example", None, dict(known.added) if known else {}, tag="formatted", rest=rest)
    value = machine.perhaps(lambda: machine.invoke(function, Call(call.node, [Given(row, call.place)])))
    machine.heap.set(ref, FORMATTED, value)
