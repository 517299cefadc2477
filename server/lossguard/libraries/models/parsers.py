"""``HfArgumentParser`` and ``TrlParser``: objects of the classes that they are given, filled from outside.

Sources: ``transformers/hf_argparser.py`` 4.40.2 to 5.23.0, ``trl/scripts/utils.py`` 1.16.0.
"""

from lossguard.values.calls import Call, Given, Machine, Models
from lossguard.values.value import (
    ABSENT,
    Absent,
    ClassValue,
    Constant,
    Ref,
    Symbol,
    Unknown,
    Value,
    lost,
    may_be_absent,
)

_TYPES = "#types"
"""Field of a parser: its classes, as a list or as one of them."""
_MORE = "#more"
"""Field of a parser to which options were added by hand: they come as one more object."""


def register(models: Models) -> None:
    for path in ("transformers.HfArgumentParser", "trl.TrlParser"):
        models.classes[path] = ("parser", _construct)
    for name in ("parse_args_into_dataclasses", "parse_args_and_config"):
        models.methods["parser", name] = _from_command_line
    for name in ("parse_json_file", "parse_yaml_file"):
        models.methods["parser", name] = _from_file
    models.methods["parser", "parse_dict"] = _from_dict
    for name in ("add_argument", "add_argument_group", "add_mutually_exclusive_group"):
        models.methods["parser", name] = _add
    models.pure_methods["parser"] = frozenset(("print_help", "print_usage", "format_help", "set_defaults"))


def _construct(machine: Machine, ref: Ref, call: Call) -> None:
    machine.heap.set(ref, _TYPES, call.value("dataclass_types", 0))


def _add(machine: Machine, ref: Ref, call: Call) -> Value:
    machine.heap.set(ref, _MORE, Constant(True))
    return Unknown("an option that is added by hand")


def _from_command_line(machine: Machine, ref: Ref, call: Call) -> Value:
    types = _types(machine, ref)
    if types is None:
        return Unknown("what the command line is read into is not known")
    made = _unknown_objects(machine, call, types)
    more: list[Value] = [Unknown("options that were added by hand")] if machine.heap[ref].get(_MORE) != ABSENT else []
    for name, position in (("return_remaining_strings", 1), ("separate_remaining_strings", 3)):
        match call.value(name, position):
            case Absent() | Constant(value=False):
                pass
            case Constant(value=True):
                more.append(Unknown("what is left of the command line"))
            case _:
                return machine.make(call.node, "tuple", None, {}, "options", rest=lost("one of the options", *made))
    return _tuple(machine, call, [*made, *more])


def _from_file(machine: Machine, ref: Ref, call: Call) -> Value:
    types = _types(machine, ref)
    if types is None:
        return Unknown("what a file is read into is not known")
    return _tuple(machine, call, _unknown_objects(machine, call, types))


def _from_dict(machine: Machine, ref: Ref, call: Call) -> Value:
    """Each class takes its keys; what is not given is the default."""
    types, given = _types(machine, ref), call.value("args", 0)
    thing = machine.heap[given] if isinstance(given, Ref) else None
    if types is None or thing is None or thing.kind != "dict" or thing.rest is not None:
        return _from_file(machine, ref, call)
    options: dict[str, Given] = {}
    for name, value in thing.fields.items():
        known = lost("whether it is given is not known", value) if may_be_absent(value) else value
        options[name] = Given(known, thing.places.get(name, call.place))
    return _tuple(machine, call, _objects(machine, call, types, options))


def _types(machine: Machine, parser: Ref) -> list[ClassValue | Symbol] | None:
    """The classes that are filled; None if they are not known."""
    given = machine.heap[parser].get(_TYPES)
    thing = machine.heap[given] if isinstance(given, Ref) else None
    if thing is not None and (thing.kind not in ("list", "tuple") or thing.rest is not None):
        return None
    values = [given] if thing is None else list(thing.fields.values())
    types = [value for value in values if isinstance(value, ClassValue | Symbol)]
    return types if len(types) == len(values) else None


def _unknown_objects(machine: Machine, call: Call, types: list[ClassValue | Symbol]) -> list[Value]:
    """Objects of which every field comes from outside: none of them is its default."""
    outside = Unknown("it comes from the command line, or from a file")
    options = {name: Given(outside, call.place) for kind in types for name in _declared(machine, kind)}
    return _objects(machine, call, types, options, outside)


def _objects(
    machine: Machine,
    call: Call,
    types: list[ClassValue | Symbol],
    options: dict[str, Given],
    others: Value | None = None,
) -> list[Value]:
    made: list[Value] = []
    for kind in types:
        # One node makes one object: a second one of a library's class could not be told from the first.
        if isinstance(kind, Symbol) and any(isinstance(one, Ref) and _is_librarys(machine, one) for one in made):
            made.append(Unknown("a second object of a library's class"))
        else:
            made.append(_object(machine, call, kind, options, others))
    return made


def _is_librarys(machine: Machine, made: Ref) -> bool:
    return isinstance(machine.heap[made].type, Symbol)


def _object(
    machine: Machine, call: Call, kind: ClassValue | Symbol, options: dict[str, Given], others: Value | None
) -> Value:
    own = isinstance(kind, ClassValue) and kind.library_base() is None
    names = _declared(machine, kind) if own else options.keys()
    inner = Call(kind.node if isinstance(kind, ClassValue) else call.node)
    inner.keywords = {name: given for name, given in options.items() if name in names}
    inner.unknown_keywords = others
    made = machine.invoke(kind, inner)
    if isinstance(made, Ref):
        thing = machine.heap.writable(made)
        # No fix can add an argument to what is read.
        thing.made, thing.node = call.place, None
    return made


def _declared(machine: Machine, kind: ClassValue | Symbol) -> list[str]:
    """Fields that a dataclass of the script and its bases in the script declare."""
    owners = kind.order() if isinstance(kind, ClassValue) else ()
    return [name for owner in owners if isinstance(owner, ClassValue) for name in machine.declared(owner)]


def _tuple(machine: Machine, call: Call, values: list[Value]) -> Value:
    return machine.make(call.node, "tuple", None, {str(index): value for index, value in enumerate(values)}, "options")
