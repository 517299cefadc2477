"""One training as the rules see it: three-valued facts about trainer, model, data, collator and tokenizer."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from lossguard.libraries.eras import Eras
from lossguard.libraries.knowledge import is_model_class, model_tasks
from lossguard.libraries.models.rows import BATCH, OWN_COLUMNS
from lossguard.libraries.models.weights import TRAINED, WEIGHTS
from lossguard.program.training import Training
from lossguard.syntax import nodes
from lossguard.text.place import Place
from lossguard.values.heap import Object
from lossguard.values.sequences import tags_of_object
from lossguard.values.value import (
    ABSENT,
    Absent,
    Answer,
    ClassValue,
    Columns,
    Constant,
    FunctionValue,
    Ref,
    Symbol,
    Unknown,
    Value,
    members,
)

LABEL_NAMES = ("labels", "label", "label_ids")
_OWN_LOSS = frozenset(("compute_loss", "training_step", "_inner_training_loop", "train"))
_OWN_BATCHES = frozenset(
    ("get_train_dataloader", "_prepare_inputs", "_remove_unused_columns", "_get_collator_with_removed_columns",
     "_get_dataloader", "_prepare_dataset", "get_batch_samples")
)  # fmt: skip

_DECISIVE = _OWN_LOSS | _OWN_BATCHES | {"__call__"}


@dataclass(frozen=True, slots=True)
class CollatorFact:
    """The collator of a training: ``path`` is its library class, or None if it is the script's own."""

    path: str | None
    object: Object | None
    given: bool
    """False: it is the trainer's default."""
    place: Place
    """The argument, or the trainer where none is given."""

    @property
    def name(self) -> str:
        return (self.path or "").rpartition(".")[2]


class TrainingView:
    is_loop = False
    """It stands for a loop of the script's own (see ``loop_view``)."""

    def __init__(
        self,
        training: Training,
        versions: Eras,
        canonical: Callable[[str], str],
        unsloth: bool,
        unsloth_late: bool,
        patched: frozenset[str] = frozenset(),
    ) -> None:
        self.training = training
        self.versions = versions
        self.unsloth = unsloth
        self.unsloth_late = unsloth_late
        self._canonical = canonical
        self._patched = patched

    @property
    def object(self) -> Object:
        return self.training.object

    @property
    def place(self) -> Place:
        """The trainer's construction."""
        return self.object.made or self.training.place

    @property
    def call(self) -> nodes.Call | None:
        return self.object.node if isinstance(self.object.node, nodes.Call) else None

    def find(self, value: Value) -> Object | None:
        return self.training.heap.objects.get(value.id) if isinstance(value, Ref) else None

    # Trainer

    @cached_property
    def trainer(self) -> str:
        """Canonical path of the library's trainer; empty if it is not known."""
        kind = self.object.type
        base = kind.library_base() if isinstance(kind, ClassValue) and kind.known_bases() else kind
        path = self._canonical(base.path) if isinstance(base, Symbol) else ""
        return "" if path in self._patched else path

    @property
    def is_plain(self) -> bool:
        return self.trainer in ("transformers.Trainer", "transformers.Seq2SeqTrainer")

    @property
    def is_sft(self) -> bool:
        return self.trainer in ("trl.SFTTrainer", "unsloth.UnslothTrainer")

    @cached_property
    def overrides(self) -> frozenset[str]:
        """Methods that the script's own subclass defines, or that are set on the trainer itself."""
        return frozenset(self._methods(self.object.type)) | (frozenset(self.object.fields) & (_OWN_LOSS | _OWN_BATCHES))

    def _methods(self, kind: Value | None) -> set[str]:
        """Names that a class of the script and its bases bind, in their bodies or later."""
        if not isinstance(kind, ClassValue):
            return set()
        objects = self.training.heap.objects
        frames = [
            objects[base.frame] for base in kind.order() if isinstance(base, ClassValue) and base.frame in objects
        ]
        names = {name for frame in frames for name in frame.fields}
        # A class that has been where it may have been changed may define anything.
        return names | _DECISIVE if any(frame.rest is not None for frame in frames) else names

    def method(self, kind: ClassValue, name: str) -> FunctionValue | None:
        """A method of a class of the script, from itself or its bases; None if it is not certain which."""
        for base in kind.order():
            frame = self.training.heap.objects.get(base.frame) if isinstance(base, ClassValue) else None
            found = frame.fields.get(name) if frame is not None else None
            if frame is None or frame.rest is not None or found is not None:
                certain = frame is not None and frame.rest is None
                return found if certain and isinstance(found, FunctionValue) else None
        return None

    @property
    def own_loss(self) -> bool:
        """Whether the script computes the loss itself, or may do so."""
        given = self.object.get("compute_loss_func")
        return bool(self.overrides & _OWN_LOSS) or given not in (ABSENT, Constant(None))

    @property
    def own_batches(self) -> bool:
        """Whether the script makes or changes the batches itself."""
        return bool(self.overrides & _OWN_BATCHES)

    @property
    def unlabelled(self) -> bool:
        """Whether it is seen where the loss is made that the model is given no labels."""
        return False

    @property
    def batch_size(self) -> Value:
        """Rows of a batch; ``ABSENT`` where the default of the training arguments counts, which is 8."""
        return self.setting("per_device_train_batch_size")

    def argument(self, name: str) -> Value:
        """An argument of the trainer; ``ABSENT`` if it is not given."""
        return self.object.get(name)

    def argument_place(self, name: str) -> Place:
        return self.object.places.get(name, self.place)

    def setting(self, name: str) -> Value:
        """A field of the training arguments; ``ABSENT`` if it is not given."""
        args = self.argument("args")
        if isinstance(args, Absent) or args == Constant(None):
            return ABSENT
        thing = self.find(args)
        return (
            thing.get(name)
            if thing is not None and thing.kind == "arguments"
            else Unknown("which arguments are given is not known")
        )

    # Model

    @cached_property
    def models(self) -> tuple[Object | None, ...]:
        """The possible models; None for one that is not a library's."""
        found = [self.find(member) for member in members(self.argument("model"))]
        return tuple(thing if thing is not None and self._is_librarys(thing) else None for thing in found)

    def _is_librarys(self, model: Object) -> bool:
        """Whether a model computes what its class in the library computes."""
        if model.kind != "model" or "forward" in model.fields or "*.forward" in self._patched:
            return False
        patched = [path.rpartition(".")[2] for path in self._patched if path.startswith("transformers.")]
        return not any(is_model_class(name) and model_tasks(name) - {"base"} for name in patched)

    @cached_property
    def model_class(self) -> str:
        """Name of the model's class; empty unless it is one known class."""
        names = {thing.type.name if thing and isinstance(thing.type, Symbol) else "" for thing in self.models}
        return names.pop() if len(names) == 1 else ""

    @cached_property
    def tasks(self) -> frozenset[str]:
        """What the model's head is for; empty if it is not known."""
        name = self.model_class
        thing = self.models[0] if len(self.models) == 1 else None
        path = thing.type.path if thing is not None and isinstance(thing.type, Symbol) else ""
        if path.startswith("unsloth."):
            return frozenset(("image-text-to-text",)) if name == "FastVisionModel" else frozenset(("causal-lm",))
        if not name:
            literal = self.is_sft and self.argument("model")
            # A checkpoint's name given to SFTTrainer is loaded as a causal model.
            return frozenset(("causal-lm",)) if isinstance(literal, Constant) else frozenset()
        return self.versions.model_tasks(name)

    @property
    def frozen(self) -> Place | None:
        """Where all weights of the model were frozen, if none of them is trained."""
        weights = [self.find(thing.get(WEIGHTS)) if thing is not None else None for thing in self.models]
        known = weights[0] if len(weights) == 1 else None
        if known is None or known.get(TRAINED) != Constant(False):
            return None
        return known.places.get(TRAINED)

    @property
    def checkpoint(self) -> str | None:
        """Name of the model's checkpoint, if it is written in the script."""
        model = self.argument("model")
        thing = self.find(model)
        value = thing.get("checkpoint") if thing is not None else model
        return value.value if isinstance(value, Constant) and isinstance(value.value, str) else None

    # Data

    @cached_property
    def columns(self) -> Columns | None:
        """Columns of the training data; None if nothing is known of them."""
        dataset = self.find(self.argument("train_dataset")) if "*.train_dataset" not in self._patched else None
        name = OWN_COLUMNS if dataset is not None and dataset.kind == "instance" else "columns"
        columns = dataset.fields.get(name) if dataset is not None else None
        return columns if isinstance(columns, Columns) else None

    @property
    def columns_place(self) -> Place | None:
        """Where the columns were last made."""
        return self.columns.place if self.columns is not None else None

    @property
    def responses_only(self) -> bool:
        return self.argument("#responses only") == Constant(True)

    def has_column(self, *names: str) -> Answer:
        """Whether the data has one of some columns."""
        if self.columns is None:
            return None
        answers = [self.columns.has(name) for name in names]
        return True if True in answers else (None if None in answers else False)

    @property
    def has_labels(self) -> Answer:
        """Whether rows reach the collator with labels."""
        if self.responses_only or self.argument("#responses only") is not ABSENT:
            return True if self.responses_only else None
        return self.has_column(*LABEL_NAMES)

    @property
    def labels(self) -> Value | None:
        """Value of the label column, as the script makes it."""
        if self.columns is None:
            return None
        for name in LABEL_NAMES:
            if self.columns.has(name):
                return self.columns.added.get(name)
        return None

    @cached_property
    def label_tags(self) -> frozenset[str]:
        """What the labels hold on every path (see ``values.sequences.TAGS``); empty if not known."""
        name = next((name for name in LABEL_NAMES if self.has_column(name)), None)
        tags = self.column_tags(name) if name is not None else []
        return frozenset.intersection(*tags) if tags else frozenset()

    def column_tags(self, name: str) -> list[frozenset[str]]:
        """What a column of ids or labels may hold, one set for each path; ``unknown`` in it where that is open."""
        value = self.columns.added.get(name) if self.columns is not None else None
        if value is None:
            return [frozenset(("unknown",))]
        objects = self.training.heap.objects
        tags: list[frozenset[str]] = []
        for member in members(value):
            thing = self.find(member)
            known = tags_of_object(objects, thing) if thing is not None else None
            tags.append(known if known is not None else frozenset(("unknown",)))
        return tags

    # Collator

    @cached_property
    def collator(self) -> CollatorFact | None:
        """The collator that the training uses; None if it is not known."""
        given = self.argument("data_collator")
        if self._patched & {"*.data_collator", "*.collate_fn"}:
            return None  # of a trainer that is not known, which may be this one
        if isinstance(given, Absent) or given == Constant(None):
            path = self._default_collator()
            return CollatorFact(path, None, False, self.place) if path else None
        facts = {self._collator(member) for member in members(given)}
        return facts.pop() if len(facts) == 1 else None

    def _default_collator(self) -> str | None:
        if not self.is_plain:
            return None
        tokenizers = [self.argument("processing_class"), self.argument("tokenizer")]
        if all(isinstance(value, Absent) or value == Constant(None) for value in tokenizers):
            return "transformers.default_data_collator"
        if any((thing := self.find(value)) is not None and thing.kind == "tokenizer" for value in tokenizers):
            return "transformers.DataCollatorWithPadding"
        return None

    def _collator(self, value: Value) -> CollatorFact | None:
        place = self.argument_place("data_collator")
        if isinstance(value, Symbol):
            path = self._canonical(value.path)
            return CollatorFact(path, None, True, place) if path == "transformers.default_data_collator" else None
        if isinstance(value, FunctionValue):
            return CollatorFact(None, None, True, place)
        thing = self.find(value)
        if thing is None or thing.kind != "collator" or thing.rest is not None:
            return None  # unknown, or it has been where it may have been changed
        kind = thing.type
        if isinstance(kind, ClassValue):
            if not kind.known_bases() or self._methods(kind) - {"__init__"}:
                return CollatorFact(None, thing, True, place)
            base = kind.library_base()
            kind = base if base is not None else kind
        path = self._canonical(kind.path) if isinstance(kind, Symbol) else ""
        return CollatorFact(path, thing, True, place) if path and path not in self._patched else None

    @cached_property
    def batch(self) -> Object | None:
        """The dict that a collator of the script's own returns for rows of the data; None if it is not known."""
        batch = self.find(self.object.get(BATCH))
        return batch if batch is not None and batch.kind in ("dict", "encoding", "example") else None

    def collator_call(self, collator: CollatorFact) -> nodes.Call | None:
        """The call that made the collator."""
        node = collator.object.node if collator.object is not None else None
        return node if isinstance(node, nodes.Call) else None

    # Tokenizer

    def tokenizer_of(self, collator: CollatorFact) -> Object | None:
        """The tokenizer that a collator uses, else the trainer's."""
        for value in (
            collator.object.get("tokenizer") if collator.object is not None else ABSENT,
            self.argument("processing_class"),
            self.argument("tokenizer"),
        ):
            thing = self.find(value)
            if thing is not None and thing.kind == "tokenizer":
                return thing
        return None
