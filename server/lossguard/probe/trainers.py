"""Trainers: the real `train()` runs, and is left after its first step.

Works for `Trainer` and whatever is derived from it, in a library or in the script.
"""

import inspect
from typing import Any, Callable, Optional

from . import facts, few_rows
from .checks import batch as batch_checks
from .checks import evaluation, gradients
from .checks import loss as loss_checks
from .checks.context import Context
from .failures import explain_training_failure, report_exception
from .frames import argument
from .protocol import Site
from .session import Session, wrap

_MADE_WITH = (
    "model",
    "args",
    "data_collator",
    "train_dataset",
    "eval_dataset",
    "processing_class",
    "tokenizer",
    "callbacks",
)
_ONE_STEP = "a dry run takes one step"
_TRACKERS = ("transformers.integrations",)
_LIBRARIES = ("transformers.", "trl.")
_REPORTING = ("ProgressCallback", "PrinterCallback", "LogCompletionsCallback", "WeaveCallback", "EarlyStoppingCallback")
"""The last one insists on an evaluation, which comes behind the first step."""
STEP, FAILED = 0, 1


def install(session: Session) -> None:
    session.hooks.after("transformers.trainer", lambda module: _patch(session, module.Trainer))
    session.hooks.after("transformers.data.data_collator", lambda module: _note_collators(session, module))


def _patch(session: Session, trainer_class: Any) -> None:
    made: dict[int, dict[str, Any]] = {}

    def make_init(original: Callable[..., Any]) -> Callable[..., Any]:
        def __init__(self: Any, *values: Any, **options: Any) -> None:  # noqa: N807 - it becomes the class's
            with session.guarded("noting a trainer"):
                if session.origin(self, "trainer") is None:
                    session.remember(self, "trainer", session.frames.here("trainer", beyond=self))
                    made[id(self)] = _bound(original, self, values, options)
            original(self, *values, **options)

        return __init__

    def make_train(original: Callable[..., Any]) -> Callable[..., Any]:
        def train(self: Any, *values: Any, **options: Any) -> Any:
            given = made.get(id(self), {})
            _Watched(session, self, given, session.frames.here("train")).train(original, values, options)

        return train

    def make_skipping(_original: Callable[..., Any]) -> Callable[..., Any]:
        def skipped(self: Any, *values: Any, **options: Any) -> None:
            return None

        return skipped

    wrap(trainer_class, "__init__", make_init)
    wrap(trainer_class, "train", make_train)
    # These want a folder of the model's name, or the hub, while the trainer is made.
    for name in ("init_hf_repo", "create_model_card"):
        if hasattr(trainer_class, name):
            wrap(trainer_class, name, make_skipping)

    def __init_subclass__(cls: Any, /, **options: Any) -> None:  # noqa: N807 - it becomes the class's
        super(trainer_class, cls).__init_subclass__(**options)
        # Trainers of TRL replace the dataset before they call `Trainer.__init__`: the outermost one sees the user's.
        if "__init__" in cls.__dict__:
            wrap(cls, "__init__", make_init)

    trainer_class.__init_subclass__ = classmethod(__init_subclass__)


def _note_collators(session: Session, module: Any) -> None:
    """Remember where each collator of the library is made."""

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def __init__(self: Any, *values: Any, **options: Any) -> None:  # noqa: N807 - it becomes the class's
            session.remember(self, "collator", session.frames.here("collator", beyond=self))
            original(self, *values, **options)

        return __init__

    for name, found in list(vars(module).items()):
        if name.startswith("DataCollator") and inspect.isclass(found) and "__init__" in vars(found):
            wrap(found, "__init__", make)


def _bound(original: Callable[..., Any], trainer: Any, values: Any, options: dict[str, Any]) -> dict[str, Any]:
    """What a trainer is made with, by name; nothing if the call is wrong (it will say so itself)."""
    try:
        bound = inspect.signature(original).bind_partial(trainer, *values, **options).arguments
    except TypeError:
        return {}
    bound = {**bound, **bound.get("kwargs", {})}
    return {name: bound[name] for name in _MADE_WITH if name in bound}


def _only_reports(kind: Any) -> bool:
    """Whether a callback is a library's, or derived from it, and only tells or waits for how the training goes."""
    return any(
        base.__module__.startswith(_TRACKERS)
        or (base.__module__.startswith(_LIBRARIES) and base.__name__.endswith(_REPORTING))
        for base in kind.__mro__
    )


class _Watched:
    """One call of `train()`."""

    def __init__(self, session: Session, trainer: Any, given: dict[str, Any], site: Optional[Site]) -> None:
        self._session = session
        self._trainer = trainer
        self._context = Context.of_trainer(session, trainer, given, site)

    def train(self, original: Callable[..., Any], values: Any, options: dict[str, Any]) -> None:
        """Train up to the end of the first step. Never returns: nothing of the script may run afterwards."""
        session, trainer = self._session, self._trainer
        session.loop.watching = False
        session.phase("trainer", type(trainer).__name__)
        self._context.tell_start()
        with session.guarded("telling what the training is made of"):
            facts.tell(self._context)
        self._watch()
        resumed = values[0] if values else options.pop("resume_from_checkpoint", None)
        if resumed:
            site = argument(self._context.called, "resume_from_checkpoint")
            session.changed("resume_from_checkpoint", resumed, None, _ONE_STEP, site)
        try:
            original(trainer, *(values and (None, *values[1:])), **options)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the result
            report_exception(session, error, explain_training_failure, self._context)
            session.channel.leave(FAILED)
        # It returned without a step, as with `num_train_epochs=0`.
        session.channel.send("exited", code="0", sites=[])
        session.channel.leave(STEP)

    def _watch(self) -> None:
        """Follow the first step from within: on the instance, so that every override of a subclass still counts."""
        trainer, context = self._trainer, self._context
        compute_loss, training_step = trainer.compute_loss, trainer.training_step

        def watched_loss(model: Any, inputs: Any, *values: Any, **options: Any) -> Any:
            returned = compute_loss(model, inputs, *values, **options)
            context.loss = returned[0] if isinstance(returned, tuple) else returned
            return returned

        def watched_step(model: Any, inputs: Any, *values: Any, **options: Any) -> Any:
            context.take_batch(inputs)
            with self._session.guarded("checking the batch"):
                batch_checks.run(context)
            returned = training_step(model, inputs, *values, **options)
            self._after_step(returned)
            return returned

        trainer.compute_loss, trainer.training_step = watched_loss, watched_step
        self._shorten()

    def _shorten(self) -> None:
        """Nothing but the step: no logging, no saving, no trackers."""
        arguments = self._trainer.args
        strategy = getattr(arguments, "eval_strategy", "no")
        self._context.evaluates = str(getattr(strategy, "value", strategy)) != "no"
        arguments.logging_strategy = arguments.eval_strategy = "no"
        if getattr(arguments, "eval_on_start", False):
            arguments.eval_on_start = False
        with self._session.guarded("keeping the last batch"):
            self._keep_last_batch()
        with self._session.guarded("taking off callbacks"):
            self._take_off_callbacks()

    def _take_off_callbacks(self) -> None:
        """Trackers, printers and progress bars of the libraries; the script's own callbacks are part of the step."""
        handler, session = self._trainer.callback_handler, self._session
        off = [one for one in handler.callbacks if _only_reports(type(one))]
        handler.callbacks = [one for one in handler.callbacks if one not in off]
        given = self._context.given.get("callbacks") or ()
        for one in off:
            if one in given or type(one) in given:
                site = self._context.made_with("callbacks", "trainer")
                session.changed(f"callback {type(one).__name__}", "on", "off", _ONE_STEP, site)

    def _keep_last_batch(self) -> None:
        """Of few rows the last batch may be the only one."""
        trainer, session = self._trainer, self._session
        arguments = trainer.args
        sets = ((trainer.train_dataset, arguments.train_batch_size), (trainer.eval_dataset, arguments.eval_batch_size))
        fewer = any(hasattr(rows, "__len__") and len(rows) < size for rows, size in sets)
        if arguments.dataloader_drop_last and fewer and session.lineage.sizes:
            arguments.dataloader_drop_last = False
            site = next(iter(self._context.setting("dataloader_drop_last")), None)
            session.changed("dataloader_drop_last", True, False, few_rows.WHY, site)

    def _after_step(self, returned: Any) -> None:
        session, context = self._session, self._context
        session.phase("step")
        if context.loss is None:
            context.loss = returned
        for what, check in (
            ("the loss", loss_checks.run),
            ("the gradients", gradients.run),
            ("the evaluation", evaluation.run),
            ("who makes the labels", facts.tell_labels),
        ):
            with session.guarded(f"checking {what}"):
                check(context)
        context.tell_end()
        session.channel.leave(STEP)
