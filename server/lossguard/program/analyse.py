"""From statements to the training program: the module, then its roots."""

from collections.abc import Iterable

from lossguard.program.calling import run_function
from lossguard.program.interpreter import Interpreter
from lossguard.program.training import Training, TrainingProgram
from lossguard.syntax.nodes import Function, Statement
from lossguard.values.calls import Call, Models
from lossguard.values.value import ClassValue, FunctionValue, Ref, Unknown, Value


def analyse(statements: Iterable[Statement], models: Models) -> TrainingProgram:
    """What a script trains."""
    run = Interpreter(models)
    run.block(statements)
    run.alive = True
    endings = _untrained(run, None)
    end = run.heap
    for function in _roots(run):
        run.heap, run.alive = end.fork(), True
        value = _run_root(run, function)
        endings += _untrained(run, value)
    trainings = {(item.trainer.id, item.place.span): item for item in (*run.trainings.values(), *endings)}
    return TrainingProgram(tuple(trainings.values()), tuple(run.classes), frozenset(run.patched), dict(run.imported))


def _roots(run: Interpreter) -> list[FunctionValue]:
    """Functions and methods that no visible code calls."""
    return [function for function in run.functions if function.node not in run.called]


def _run_root(run: Interpreter, function: FunctionValue) -> Value:
    if function.node in run.called:  # by a root before it
        return Unknown("run before")
    owner = _owner(run, function)
    bound = _instance(run, owner) if owner is not None and function.role != "static" else None
    target = FunctionValue(function.node, function.frame, (), owner, bound, function.role)
    assert isinstance(function.node, Function)
    call = Call(function.node)
    unknown = Unknown(f"`{function.name}` is called from outside this file")
    call.unknown_positional = call.unknown_keywords = unknown
    return run_function(run, target, call)


def _owner(run: Interpreter, function: FunctionValue) -> ClassValue | None:
    for owner in run.classes:
        found = run.heap[owner.frame].fields.get(function.name) if owner.frame in run.heap.objects else None
        if isinstance(found, FunctionValue) and found.node is function.node:
            return owner
    return None


def _instance(run: Interpreter, owner: ClassValue) -> Ref:
    """An object of a class that something outside has made, in a state that is not known."""
    return run.make(owner.node, "instance", owner, rest=Unknown("set outside this file"), tag="root")


def _untrained(run: Interpreter, result: Value | None) -> list[Training]:
    """Trainers that are built with data and never trained here: the script is not finished, or ends elsewhere."""
    trained = {training.trainer.id for training in run.trainings.values()}
    escaped = set(run.heap.reachable(result)) if result is not None else set[int]()
    return [
        Training(Ref(number), run.heap, thing.made, started=False)
        for number, thing in run.heap.objects.items()
        if thing.kind == "trainer"
        and thing.made is not None
        and thing.rest is None
        and number not in trained
        and number not in escaped
    ]
