"""The protocol by which a library call gets a meaning.

``libraries`` registers handlers in a ``Models`` table; the interpreter calls them with the evaluated
call and itself as a ``Machine``. So the libraries need not know the interpreter, nor the other way round.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from lossguard.syntax import nodes
from lossguard.syntax.walk import mentions
from lossguard.text.place import Place
from lossguard.values.heap import Kind, Object, State
from lossguard.values.value import ABSENT, ClassValue, FunctionValue, Method, Partial, Ref, Symbol, Unknown, Value


@dataclass(frozen=True, slots=True)
class Given:
    """An argument as it reached the call."""

    value: Value
    place: Place
    """Span of the argument's value in the source (of the splat, if it came through one)."""


@dataclass(slots=True)
class Call:
    """One evaluated call."""

    node: nodes.Node
    positional: list[Given] = field(default_factory=list[Given])
    keywords: dict[str, Given] = field(default_factory=dict[str, Given])
    unknown_positional: Value | None = None
    """Set when ``*args`` of unknown length are among the arguments."""
    unknown_keywords: Value | None = None
    """Set when ``**kwargs`` with unknown keys are among the arguments."""
    owner: Symbol | None = None
    """The class, canonically named, on which a class method is called."""
    along: list[Value] = field(default_factory=list[Value])
    """What splats bring along, argument by argument not known."""

    @property
    def place(self) -> Place:
        return self.node.place

    def mentions(self, *words: str) -> bool:
        """Whether one of some words is a part of a name or text in the call as it is written."""
        return mentions(self.node, *words)

    def find(self, name: str | None, position: int | None = None) -> Given | None:
        """The argument of a name or position; None if it was not given."""
        if name is not None and name in self.keywords:
            return self.keywords[name]
        if position is not None and position < len(self.positional):
            return self.positional[position]
        unknown = self.unknown_keywords if name is not None else None
        if unknown is None and position is not None:
            unknown = self.unknown_positional
        return Given(unknown, self.place) if unknown is not None else None

    def value(self, name: str | None, position: int | None = None) -> Value:
        """Value of an argument; ``ABSENT`` if it was not given, ``Unknown`` if a splat may hold it."""
        given = self.find(name, position)
        return given.value if given else ABSENT

    def values(self) -> list[Value]:
        """Everything that the call is given."""
        return [*(given.value for given in (*self.positional, *self.keywords.values())), *self.along]


class Machine(Protocol):
    """What a handler may ask of the interpreter."""

    @property
    def heap(self) -> State: ...

    def declared(self, owner: ClassValue) -> tuple[str, ...]:
        """Names that a class body annotates, as the fields of a dataclass are."""
        ...

    def compares_length(self, function: FunctionValue) -> bool:
        """Whether a function of the script asks whether a length is one that it knows."""
        ...

    def make(
        self,
        node: nodes.Node,
        kind: Kind,
        class_: Value | None,
        fields: Mapping[str, Value] | None = None,
        tag: str = "",
        rest: Value | None = None,
    ) -> Ref:
        """A new object made by a node; ``tag`` tells several objects of one node apart."""
        ...

    def invoke(self, function: Value, call: Call) -> Value:
        """Run a callable with the arguments of a call."""
        ...

    def perhaps(self, run: Callable[[], Value]) -> Value:
        """Run something that may also not run: what it does is done on one path only."""
        ...

    def escape(self, values: Iterable[Value], why: str) -> Unknown:
        """Hand values to code that is not followed."""
        ...

    def train(self, trainer: Ref, place: Place) -> None:
        """A training begins here with all facts as they are now."""
        ...

    def attribute(self, value: Value, name: str) -> Value:
        """What an attribute of a value is."""
        ...

    def canonical(self, path: str) -> str:
        """The one path by which a library's name is known."""
        ...

    def why(self, reason: str, place: Place | None = None) -> Unknown:
        """An unknown value with its reason."""
        ...


Node = nodes.Node
Function = Callable[[Machine, Call], Value]
MethodModel = Callable[[Machine, Ref, Call], Value]
Constructor = Callable[[Machine, Ref, Call], None]
"""Fills a fresh object (also a subclass's, from ``super().__init__``) from the arguments."""
AttributeModel = Callable[[Machine, Ref], Value]
Setter = Callable[[Machine, Ref, Value, Place], None]
ItemModel = Callable[[Machine, Ref, Value, nodes.Node], Value]
ItemSetter = Callable[[Machine, Ref, Value, Value, Place], None]


@dataclass(slots=True)
class Models:
    """All that is known of library calls, by canonical path or kind of object."""

    functions: dict[str, Function] = field(default_factory=dict[str, Function])
    classes: dict[str, tuple[Kind, Constructor]] = field(default_factory=dict[str, tuple[Kind, Constructor]])
    training: set[str] = field(default_factory=set[str])
    """Those of the functions that begin a training."""
    class_methods: dict[tuple[str, str], Function] = field(default_factory=dict[tuple[str, str], Function])
    """By class path, or kind of its objects, and method: ``AutoTokenizer.from_pretrained``."""
    methods: dict[tuple[Kind, str], MethodModel] = field(default_factory=dict[tuple[Kind, str], MethodModel])
    attributes: dict[tuple[Kind, str], AttributeModel] = field(default_factory=dict[tuple[Kind, str], AttributeModel])
    setters: dict[tuple[Kind, str], Setter] = field(default_factory=dict[tuple[Kind, str], Setter])
    elements: dict[Kind, AttributeModel] = field(default_factory=dict[Kind, AttributeModel])
    """What one item of an iterable of a kind is."""
    on_set: dict[Kind, Setter] = field(default_factory=dict[Kind, Setter])
    """What else happens when an attribute of an object of a kind is set."""
    nested: frozenset[str] = frozenset()
    """Kinds of which every attribute that is no method is an object like itself."""
    items: dict[Kind, ItemModel] = field(default_factory=dict[Kind, ItemModel])
    """``thing[index]``."""
    item_setters: dict[Kind, ItemSetter] = field(default_factory=dict[Kind, ItemSetter])
    """``thing[index] = value``."""
    calls: dict[Kind, MethodModel] = field(default_factory=dict[Kind, MethodModel])
    """What calling an object of a kind does (a tokenizer)."""
    pure: set[str] = field(default_factory=set[str])
    """Functions that change none of their arguments and return nothing of interest."""
    pure_methods: dict[Kind, frozenset[str]] = field(default_factory=dict[Kind, frozenset[str]])
    """Methods that change nothing and return nothing of interest, by kind."""
    inherited: dict[str, dict[str, MethodModel]] = field(default_factory=dict[str, dict[str, MethodModel]])
    """By method and class path: what objects of the script's own subclasses have from a class."""
    class_kind: Callable[[str], tuple[Kind, Constructor] | None] = lambda _: None
    """Kind of a class that is known by rule rather than by name (the thousands of model classes)."""
    keep: frozenset[str] = frozenset()
    """Decorators that keep the function they are put on."""
    decisive: dict[Kind, frozenset[str]] = field(default_factory=dict[Kind, frozenset[str]])
    """Methods without a model that decide what an object of a kind does."""
    settable: dict[Kind, frozenset[str]] = field(default_factory=dict[Kind, frozenset[str]])
    """Attributes that may hold a function and replace no method."""
    holding: frozenset[str] = frozenset()
    """Packages whose functions change nothing, but what they return may hold what they were given."""
    canonical: Callable[[str], str] = lambda path: path
    """One path for the many by which a name can be imported."""

    def kind_of(self, path: str) -> tuple[Kind, Constructor] | None:
        """Kind and constructor of a library's class."""
        return self.classes.get(path) or self.class_kind(path)

    def has(self, path: str) -> bool:
        """Whether a function or class is known."""
        owned = any(owner == path for owner, _ in self.class_methods)
        return path in self.functions or owned or self.kind_of(path) is not None

    def has_method(self, kind: Kind, name: str) -> bool:
        return (kind, name) in self.methods or name in self.pure_methods.get(kind, ())

    def inherited_by(self, thing: Object, name: str) -> MethodModel | None:
        """A method that an object of a class of the script has from a library's class."""
        known = self.inherited.get(name)
        if known is None or thing.kind != "instance" or not isinstance(thing.type, ClassValue):
            return None
        base = thing.type.library_base() if thing.type.known_bases() else None
        return known.get(self.canonical(base.path)) if base is not None else None

    def knows(self, module: str) -> bool:
        """Whether a star import of a module binds only names that are known to be harmless."""
        root = module.partition(".")[0]
        return root in self.pure or any(path.startswith(f"{root}.") for path in self.classes)

    def replaces_behaviour(self, kind: Kind, name: str, value: Value, *, library: bool) -> bool:
        """Whether an attribute that is set on an object replaces one of its methods."""
        if name in self.decisive.get(kind, ()) or (kind, name) in self.methods:
            return True
        function = isinstance(value, FunctionValue | Method | Partial)
        return library and function and name not in self.settable.get(kind, ())
