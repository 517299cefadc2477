"""From statements to the training program: the module, then its roots."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from lossguard.program.calling import run_function
from lossguard.program.cells import run_cells
from lossguard.program.interpreter import Interpreter
from lossguard.program.memory import Memory
from lossguard.program.mentioned import Words
from lossguard.program.modules import Modules
from lossguard.program.relevance import Relevance
from lossguard.program.training import Training, TrainingProgram
from lossguard.syntax.depth import room
from lossguard.syntax.nodes import Function, Node, Statement
from lossguard.values.calls import Call, Models
from lossguard.values.heap import State
from lossguard.values.value import ClassValue, FunctionValue, Ref, Unknown, Value


def analyse(
    statements: Iterable[Statement],
    models: Models,
    modules: Modules | None = None,
    memory: Memory | None = None,
    torn: frozenset[Node] = frozenset(),
) -> TrainingProgram:
    """What a script trains, with what it imports from ``modules``.

    With a ``memory``, statements of which nothing changed since the last time are not run again.
    ``torn`` are nodes in which lines do not parse.
    """
    with room():
        return _analyse(statements, Interpreter(models, modules, memory, torn))


def _analyse(statements: Iterable[Statement], run: Interpreter) -> TrainingProgram:
    for statement in statements:
        if run.alive and not run.spent:
            run.attempt(partial(_execute, run, statement))
    run.alive = True
    run_cells(run, run.cells)
    end = run.heap
    roots = _roots(run)
    worth = Relevance(run).worth_running(roots)
    if len(worth) < len(roots):
        kept = {id(function) for function in worth}
        end = _pass_over(run, [run.words(one.node) for one in roots if id(one) not in kept], end)
    endings, ends = _run_roots(run, worth, end)
    endings += _left_untrained(run, end, ends)
    trainings = {(item.trainer.id, item.place.span): item for item in (*run.trainings.values(), *endings)}
    patched = any((kind := run.models.kind_of(path)) is not None and kind[0] == "model" for path in run.patched)
    return TrainingProgram(
        tuple(_without_models(item) if patched else item for item in trainings.values()),
        tuple(run.classes),
        run.patched,
        dict(run.imported),
        tuple(loop for loop in run.loops.found.values() if loop.node not in run.torn),
    )


def _execute(run: Interpreter, statement: Statement) -> None:
    run.block((statement,))


def _pass_over(run: Interpreter, functions: list[Words], end: State) -> State:
    """What those do that are not run: they import, and code that is not followed may run in them."""
    for words in functions:
        for package, place in words.imports:
            run.imported.setdefault(package, place)
    if not end.dirty:
        return end
    stirred = end.fork()
    stirred.stir("a function that is called from outside this file may change it")
    return end.join(stirred)


def _run_roots(run: Interpreter, roots: list[FunctionValue], end: State) -> tuple[list[Training], list[State]]:
    """Run what no visible code calls; the trainers that it leaves untrained, and the states behind each of it."""
    trainings, called = dict(run.trainings), set(run.called)
    endings, ends = _run_each(run, roots, end)
    if len(roots) > 1 and (endings or len(run.trainings) > len(trainings)):
        # Any of them may have run before the one that trains.
        start = end.fork()
        for state in ends:
            start = start.join(state.fork())
        run.trainings, run.called = trainings, called
        with run.context("again"):
            endings, _ = _run_each(run, roots, start)
    return endings, ends


def _run_each(run: Interpreter, roots: list[FunctionValue], start: State) -> tuple[list[Training], list[State]]:
    endings: list[Training] = []
    ends: list[State] = []
    known = frozenset(start.objects)
    for function in roots:
        if run.spent:
            break
        run.heap, run.alive = start.fork(), True
        value = run.attempt(partial(_run_root, run, function))
        ends.append(run.heap)
        if isinstance(value, Value):
            endings += (training for training in _untrained(run, value) if training.trainer.id not in known)
    return endings, ends


def _left_untrained(run: Interpreter, end: State, ends: list[State]) -> list[Training]:
    """Trainers of the module that nothing trains or changes."""
    run.heap = end
    return [
        training
        for training in _untrained(run, None)
        if all(state.objects.get(training.trainer.id) is end[training.trainer] for state in ends)
    ]


def _without_models(training: Training) -> Training:
    """The same training where a class of models was patched: what its model does is not known."""
    heap = training.heap.fork()
    for number, thing in list(heap.objects.items()):
        if thing.kind == "model":
            heap.writable(number).type = Unknown("a class of models was patched")
    return replace(training, heap=heap)


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
