"""Exceptions explained: which check they fail, by which cause, and at which place of the script."""

import errno
import inspect
import re
import sys
import traceback
from collections.abc import Iterator
from typing import Any, Callable, Optional

from .checks.context import Context
from .frames import argument
from .protocol import Site
from .session import Session

_LABEL_NAMES = frozenset(
    "label labels label_ids target targets answer answers output outputs summary completion response class category "
    "score y".split()
)
_ONLY_PADDING = ("DataCollatorWithPadding", "default_data_collator", "DefaultDataCollator")
"""Collators that hand on what they are given, so that labels have to come under their own name."""
_UNPADDED = ("Unable to create tensor", "expected sequence of length", "too many dimensions", "excessive nesting")
_NO_GPU = (
    "No CUDA GPUs are available",
    "Torch not compiled with CUDA enabled",
    "Found no NVIDIA driver",
    "No NVIDIA driver",
    "no NVIDIA GPU",
    "CUDA driver initialization failed",
    "cannot find any torch accelerator",
)
_OFFLINE = ("OfflineModeIsEnabled", "LocalEntryNotFoundError")
"""Exceptions that say that something is not on this machine; `datasets` tells them in the words of another."""
_NO_GRADIENT = ("does not require grad", "optimizer got an empty parameter list")
_WRONG_CALL = re.compile(r"(?:\w+\.)*(\w+)\(\) (?:got an unexpected keyword argument '(\w+)'|missing|takes)")


def report_exception(
    session: Session, error: BaseException, explain: Callable[[Any, BaseException], None], subject: Any
) -> None:
    """Tell what was raised, verbatim, and then what it means."""
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    session.channel.send(
        "exception",
        type=type(error).__name__,
        message=str(error)[:4000],
        traceback="".join(lines)[-12000:],
        sites=session.frames.of_traceback(error.__traceback__),
    )
    with session.guarded("explaining an exception"):
        explain(subject, error)


def explain_failure(session: Session, error: BaseException) -> None:
    """Of an exception before any training: while the script prepares it."""
    _Failure(session, Context(session, _nothing()), error).explain()


def explain_training_failure(context: Context, error: BaseException) -> None:
    _Failure(context.session, context, error).explain()


def _nothing() -> Any:
    class NoModel:
        def forward(self) -> None:
            """There is no model yet."""

    return NoModel()


class _Failure:
    def __init__(self, session: Session, context: Context, error: BaseException) -> None:
        self.session, self.context, self.error = session, context, error
        self.message = str(error)
        self.first_line = self.message.split("\n")[0][:300]
        self.frames = [*session.frames.of_traceback(error.__traceback__, "raised"), *session.frames.of_syntax(error)]
        self.inner: list[Optional[Site]] = list(reversed(self.frames))

    def explain(self) -> None:
        if self._environment():
            return
        for explanation in (self._no_loss, self._data, self._collation, self._ranges, self._gradients):
            if explanation():
                return
        self._other()

    # --- what only a dry run stumbles over ---------------------------------------------------------

    def _environment(self) -> bool:
        chain = list(_chain(self.error))
        if any(text in str(one) for one in chain for text in _NO_GPU):
            return self._stopped("needs-gpu", self.first_line)
        if any(type(one).__name__ in _OFFLINE or any(name in str(one) for name in _OFFLINE) for one in chain):
            return self._stopped("not-cached", self.first_line)
        for one in chain:
            if isinstance(one, OSError) and one.errno == errno.EACCES and self.session.plan["isolate"]:
                return self._stopped(_forbidden(one), str(one.filename or ""))
        return False

    def _stopped(self, kind: str, detail: str) -> bool:
        self.session.channel.send("stopped", kind=kind, detail=detail, sites=self.inner)
        return True

    # --- the explanations, most telling first ------------------------------------------------------

    def _no_loss(self) -> bool:
        context = self.context
        missing = isinstance(self.error, KeyError) and self.error.args == ("loss",)
        if context.trainer is None or not ("did not return a loss" in self.message or missing):
            return False
        facts: dict[str, Any] = {
            "model": type(context.model).__name__,
            "collator": _name(context.trainer.data_collator),
            "columns": ", ".join(context.columns),
            "names": ", ".join(name for name, value in context.batch.items() if value is not None),
            "none": ", ".join(name for name, value in context.batch.items() if value is None),
        }
        cause, sites, related = self._why_no_loss(facts)
        context.failed("DRY005", cause, sites, related, message=self.first_line, **facts)
        return True

    def _why_no_loss(self, facts: dict[str, Any]) -> Any:
        context = self.context
        accepted = inspect.signature(context.model.forward).parameters
        takes_labels = any(name in accepted for name in ("labels", "label", "start_positions", "return_loss"))
        given = context.labels is not None
        if given and context.session.frames.of_function(type(context.trainer).compute_loss):
            own = context.own_loss
            inside = [site for site in self.inner if site and site.get("function") == "compute_loss"]
            return "labels-not-passed-on", [*inside[:1], own], [own]
        if given and context.session.frames.of_function(type(context.model).forward):
            return "own-model", [context.own_loss], [context.made]
        if not takes_labels:
            return "no-head", [context.model_site(), context.made], [context.made]
        if any(name in context.columns for name in ("labels", "label", "label_ids")) and not given:
            return "collator-drops", context.collator_sites(), [context.mapped()]
        renamed = [name for name in context.columns if name in _LABEL_NAMES and name not in accepted]
        collator = context.given.get("data_collator")
        if renamed and (collator is None or _name(collator) in _ONLY_PADDING):
            facts["column"] = renamed[0]
            return "column-removed", context.data_sites(), [context.made]
        sites = context.data_sites() if collator is None else context.collator_sites()
        cause = "collator-only-pads" if "labels" in context.batch else "nobody-makes-labels"
        return cause, sites, [context.mapped(), context.made]

    def _data(self) -> bool:
        context = self.context
        if "No columns in the dataset match" in self.message:
            sites = [context.mapped(), context.made_with("train_dataset", "data"), context.made]
            context.failed(
                "DRY003", "no-column", sites, context.setting("remove_unused_columns"), columns=self._columns()
            )
        elif "num_samples=0" in self.message:
            limits = context.setting("max_length", "max_seq_length")
            filtered = self.session.lineage.last(context.rows, "filter")
            if filtered and not _count(context.rows) and self.session.lineage.is_cut(context.rows):
                context.unchecked("DRY004", "filtered", rows=self.session.plan["rows"])
                self.session.channel.send("stopped", kind="no-rows", detail="", sites=[filtered])
                return True
            sites = [filtered if not _count(context.rows) else None, *limits[:1], *context.data_sites()]
            context.failed("DRY004", "no-rows", sites, [context.mapped(), context.made], rows=_count(context.rows) or 0)
        else:
            return False
        return True

    def _columns(self) -> str:
        return ", ".join(self.context.columns)

    def _collation(self) -> bool:
        context = self.context
        if "pad_token" in self.message or "padding token" in self.message:
            tokenizer = context.tokenizer or self._last_tokenizer()
            sites = [self.session.origin(tokenizer, "tokenizer"), *self.inner]
            context.failed("DRY002", "no-pad-token", sites, self.inner[:1], message=self.first_line)
            return True
        if context.trainer is None or not self._while_collating():
            return False
        # The exception was caught in `train()`, so the script's frames are those of its own collator.
        sites = [*self.inner, *context.collator_sites()[1:]]
        facts = {"collator": _name(context.trainer.data_collator), "message": self.first_line}
        column = re.search(r"\(`(\w+)` in this case\)", self.message)
        if any(text in self.message for text in _UNPADDED):
            cause = "labels-unpadded" if column and column.group(1) == "labels" else "unpadded"
            facts["column"] = column.group(1) if column else ""
            context.failed("DRY002", cause, sites, [context.mapped()], **facts)
        elif isinstance(self.error, KeyError):
            facts["column"] = str(self.error.args[0]) if self.error.args else ""
            removed = context.setting("remove_unused_columns")
            context.failed("DRY002", "missing-column", sites, [*removed, context.mapped()], **facts)
        else:
            context.failed("DRY002", "raises", sites, [context.mapped()], type=type(self.error).__name__, **facts)
        return True

    def _while_collating(self) -> bool:
        """Whether the exception came out of the collator: the frame below torch's fetcher."""
        frames = traceback.extract_tb(self.error.__traceback__)
        return any(frame.filename.endswith("fetch.py") and "torch" in frame.filename for frame in frames)

    def _ranges(self) -> bool:
        context = self.context
        if "index out of range in self" in self.message:
            context.failed(
                "DRY015", "raises", [context.model_site(), *self.inner], [context.mapped()], message=self.first_line
            )
        elif re.search(r"Target -?\d+ is out of bounds", self.message):
            context.failed(
                "DRY016", "raises", [context.model_site(), *self.inner], [context.mapped()], message=self.first_line
            )
        else:
            return False
        return True

    def _gradients(self) -> bool:
        context = self.context
        if not any(text in self.message for text in _NO_GRADIENT):
            return False
        trainable = context.trainer is None or any(one.requires_grad for one in context.wrapped.parameters())
        peft = self.session.origin(context.wrapped, "peft")
        sites = [peft, context.model_site(), *self.inner]
        code, cause = ("DRY027", "detached") if trainable else ("DRY026", "frozen")
        context.failed(code, cause, sites, [context.called], message=self.first_line, count=0)
        return True

    def _other(self) -> None:
        """Anything else: what was raised, at the innermost line of the script."""
        facts = {"type": type(self.error).__name__, "message": self.first_line}
        sites = [self._refused(), *self.inner, self.context.called]
        self.context.failed("DRY001", "raises", sites, self.inner[1:3], **facts)

    def _refused(self) -> Optional[Site]:
        """Of a call with the wrong arguments: the keyword, if the script wrote it, or the function of the script that
        a library called."""
        found = _WRONG_CALL.match(self.message) if isinstance(self.error, TypeError) else None
        if found is None or not self.frames:
            return None
        function = vars(sys.modules["__main__"]).get(found.group(1))
        defined = self.session.frames.of_function(function, "raised") if inspect.isfunction(function) else None
        if defined is not None and not self._raised_by_the_script():
            return defined
        return argument(self.frames[-1], found.group(2)) if found.group(2) else None

    def _raised_by_the_script(self) -> bool:
        last = traceback.extract_tb(self.error.__traceback__)[-1]
        return self.session.frames.is_user(last.filename)

    def _last_tokenizer(self) -> Any:
        return self.session.tokenizers[-1] if self.session.tokenizers else None


def _forbidden(error: OSError) -> str:
    """What the sandbox refused. Semaphores and sockets have no file name."""
    if error.filename:
        return "write"
    frames = traceback.extract_tb(error.__traceback__)
    return "processes" if frames and "multiprocess" in frames[-1].filename else "network"


def _chain(error: Optional[BaseException]) -> Iterator[BaseException]:
    """An exception, and those that it was raised from."""
    seen: list[int] = []
    while error is not None and id(error) not in seen:
        seen.append(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _name(thing: Any) -> str:
    return getattr(thing, "__name__", None) or type(thing).__name__


def _count(rows: Any) -> Optional[int]:
    return len(rows) if hasattr(rows, "__len__") else None
