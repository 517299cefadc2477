"""The standard library, torch and other packages that training scripts use without an effect on our facts."""

from collections.abc import Callable
from math import ceil, floor, isfinite

from lossguard.values.calls import Call, Function, Machine, Models
from lossguard.values.value import ABSENT, Constant, FunctionValue, Partial, Ref, Union, Unknown, Value, lost

_PURE_PACKAGES = frozenset(
    """os sys json math time re pathlib logging warnings typing pprint datetime wandb huggingface_hub evaluate tqdm rich
    dotenv shutil hashlib glob argparse itertools collections string yaml torch numpy pandas matplotlib sklearn random
    gc platform subprocess uuid tempfile copy mlflow tensorboard tensorboardX loguru absl psutil importlib contextlib
    transformers datasets accelerate peft bitsandbytes requests IPython google getpass threading signal
    multiprocessing concurrent traceback inspect types enum abc operator dataclasses csv io pickle""".split()
)
"""Packages whose functions change nothing of a tokenizer, dataset, model or trainer that they are given,
but for those that have a model of their own."""

_KEEPING_DECORATORS = frozenset(
    """torch.no_grad torch.inference_mode functools.wraps functools.cache functools.lru_cache
    functools.cached_property dataclasses.dataclass typing.no_type_check typing.override torch.compiler.disable
    abc.abstractmethod torch.enable_grad contextlib.contextmanager typing.final torch.compile
    pydantic.dataclasses.dataclass attrs.define""".split()
)


_HOLDING_PACKAGES = frozenset(("copy", "itertools", "collections", "operator", "types", "contextlib", "torch.nn"))
"""Packages whose results may hold what they are given."""


def register(models: Models) -> None:
    models.holding |= _HOLDING_PACKAGES
    models.pure |= _PURE_PACKAGES
    models.keep |= _KEEPING_DECORATORS
    models.functions["functools.partial"] = _partial
    models.functions["dataclasses.field"] = _field
    models.functions["dataclasses.replace"] = _replaced
    models.functions["torch.compile"] = _same
    models.functions["copy.copy"] = _copy
    models.functions["copy.deepcopy"] = _deep_copy
    for name, function in (("ceil", ceil), ("floor", floor)):
        models.functions[f"math.{name}"] = _rounded(function)
    models.functions["operator.setitem"] = lambda machine, call: machine.escape(call.values(), "an item of it is set")


def _partial(machine: Machine, call: Call) -> Value:
    if not call.positional or call.unknown_positional or call.unknown_keywords:
        return lost("a partial whose arguments are not known", *call.values())
    keywords = {name: given.value.at(given.place) for name, given in call.keywords.items()}
    return Partial(call.positional[0].value, tuple(given.value for given in call.positional[1:]), keywords)


def _field(machine: Machine, call: Call) -> Value:
    value = call.value("default")
    return Unknown("a default made by a factory") if value is ABSENT else value


def _replaced(machine: Machine, call: Call) -> Value:
    """``dataclasses.replace(args, seed=1)``: another object, with some fields changed."""
    known = call.value(None, 0)
    if not isinstance(known, Ref) or machine.heap[known].kind not in ("instance", "arguments"):
        return lost("a changed copy of what is not followed", *call.values())
    copied = _copy(machine, call)
    assert isinstance(copied, Ref)
    for name, given in call.keywords.items():
        machine.heap.set(copied, name, given.value, given.place)
    if call.unknown_keywords is not None:
        machine.heap.havoc(copied, "fields that are not known are changed")
    after = machine.attribute(copied, "__post_init__")
    if isinstance(after, FunctionValue):
        machine.invoke(after, Call(call.node))
    return copied


def _rounded(function: Callable[[float], int]) -> Function:
    """``math.ceil(rows / 8)``."""

    def model(machine: Machine, call: Call) -> Value:
        known = call.value(None, 0)
        number = known.value if isinstance(known, Constant) else None
        if not isinstance(number, int | float) or not isfinite(number):
            return Unknown("a whole number")
        return Constant(function(number))

    return model


def _same(machine: Machine, call: Call) -> Value:
    return call.value(None, 0)


def _copy(machine: Machine, call: Call, value: Value | None = None, depth: int = 1) -> Value:
    """A new object with the same facts: what is done to it is not done to the original."""
    value = call.value(None, 0) if value is None else value
    if not isinstance(value, Ref):
        return value if depth == 1 or not isinstance(value, Union) else Unknown("a copy of one of several objects")
    thing = machine.heap[value]
    fields = {
        name: _copy(machine, call, inner, depth - 1) if depth > 1 else inner for name, inner in thing.fields.items()
    }
    ref = machine.make(call.node, thing.kind, thing.type, fields, tag=f"copy of {value.id}", rest=thing.rest)
    machine.heap.writable(ref).places.update(thing.places)
    return ref


def _deep_copy(machine: Machine, call: Call) -> Value:
    return _copy(machine, call, depth=4)
