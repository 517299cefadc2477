"""``torch.nn.Module``: what a module of the script's own inherits."""

from lossguard.values.calls import Call, Machine, MethodModel, Models
from lossguard.values.value import FunctionValue, Ref, Unknown, Value

_PATHS = ("torch.nn.Module", "torch.nn.modules.Module", "torch.nn.modules.module.Module")
_SELF = "to cuda cpu half float double bfloat16 train eval requires_grad_".split()
_PURE = """parameters named_parameters modules named_modules children named_children buffers named_buffers state_dict
load_state_dict zero_grad register_buffer get_parameter get_submodule extra_repr""".split()


def register(models: Models) -> None:
    for path in _PATHS:
        for name in _SELF:
            models.inherited.setdefault(name, {})[path] = lambda machine, ref, call: ref
        for name in _PURE:
            models.inherited.setdefault(name, {})[path] = _told(name)
        models.inherited.setdefault("__call__", {})[path] = _forward


def _told(name: str) -> MethodModel:
    return lambda machine, ref, call: Unknown(f"the result of `{name}` is not followed")


def _forward(machine: Machine, ref: Ref, call: Call) -> Value:
    forward = machine.attribute(ref, "forward")
    if isinstance(forward, FunctionValue):
        return machine.invoke(forward, call)
    return machine.escape([*call.values(), ref], "its `forward` is not followed")
