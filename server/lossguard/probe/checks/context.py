"""One training, as the checks see it: the model, the batch, the loss, and the places that they may point to."""

from collections.abc import Iterable, Mapping
from typing import Any, Optional

from ..frames import argument
from ..models import plain
from ..protocol import Site
from ..session import Session

IGNORED = -100
_TOKEN_MODELS = ("ForCausalLM", "LMHeadModel", "ForConditionalGeneration", "ForSeq2SeqLM")


class Context:
    def __init__(self, session: Session, model: Any) -> None:
        self.session = session
        self.wrapped = model
        self.model = plain(model)
        self.trainer: Any = None
        self.given: dict[str, Any] = {}
        """What the trainer was made with, before it replaced anything."""
        self.called: Optional[Site] = None
        """The call that trains: `trainer.train()`, `optimizer.step()`."""
        self.forward: Optional[Site] = None
        """The call of the model in a loop written by hand."""
        self.batch: dict[str, Any] = {}
        self.loss: Any = None
        self.evaluates = False
        self._told: dict[str, str] = {}
        """What was told of each check: an exception later on can still fail one that had passed."""

    @classmethod
    def of_trainer(cls, session: Session, trainer: Any, given: dict[str, Any], called: Optional[Site]) -> "Context":
        context = cls(session, trainer.model)
        context.trainer, context.given, context.called = trainer, given, called
        return context

    def take_batch(self, inputs: Any) -> None:
        """Keep a copy: the step takes labels out of the batch, and may change it."""
        # Not `dict`: collators return `BatchEncoding`.
        items = inputs.items() if isinstance(inputs, Mapping) else ()
        self.batch = {name: _copied(value) for name, value in items}

    # --- messages ----------------------------------------------------------------------------------

    def passed(self, code: str, **facts: Any) -> None:
        self._tell(code, "passed", "", facts, (), ())

    def unchecked(self, code: str, cause: str, **facts: Any) -> None:
        self._tell(code, "not-checked", cause, facts, (), ())

    def failed(
        self,
        code: str,
        cause: str,
        sites: Iterable[Optional[Site]],
        related: Iterable[Optional[Site]] = (),
        **facts: Any,
    ) -> None:
        """``sites`` are the places that may carry it, narrowest first; ``related`` those that explain it."""
        self._tell(code, "failed", cause, facts, sites, related)

    def _tell(self, code: str, status: str, cause: str, facts: Any, sites: Any, related: Any) -> None:
        before = self._told.get(code)
        if before == "failed" or before == status:
            return
        self._told[code] = status
        self.session.channel.send(
            "check",
            code=code,
            status=status,
            cause=cause,
            facts=facts,
            sites=[site for site in sites if site],
            related=[site for site in related if site],
            made=self.made,
        )

    def has_failed(self, code: str) -> bool:
        return self._told.get(code) == "failed"

    def tell_start(self) -> None:
        trainer, model = self.trainer, self.model
        found = next((one for one in reversed(self.session.models) if one[0] is model), None)
        _, name, real = found or (None, "", None)
        parameters = list(self.wrapped.parameters())
        count = sum(one.numel() for one in parameters)
        self.session.channel.send(
            "training",
            trainer="loop" if trainer is None else type(trainer).__name__,
            site=self.called,
            device=str(parameters[0].device) if parameters else "cpu",
            versions=versions(),
            model={
                "kind": type(model).__name__,
                "name": name,
                "parameters": real if self.session.tiny and found else count,
                "miniature": count if self.session.tiny and real is not None else None,
                "trainable": sum(one.numel() for one in parameters if one.requires_grad),
                "site": self.model_site(),
            },
        )

    def tell_end(self) -> None:
        self.session.channel.send("ended")

    # --- the data ----------------------------------------------------------------------------------

    @property
    def labels(self) -> Any:
        return next((one for one in map(self.tensor, ("labels", "label")) if one is not None), None)

    def tensor(self, name: str) -> Any:
        """That tensor of the batch; None if it is missing or something else."""
        value = self.batch.get(name)
        return value if hasattr(value, "dim") else None

    @property
    def tokens(self) -> Any:
        """The batch's token ids, [rows, length]; None if it holds none."""
        ids = self.tensor("input_ids")
        return ids if ids is not None and ids.dim() == 2 else None

    @property
    def attention(self) -> Any:
        mask = self.tensor("attention_mask")
        return mask if mask is not None and mask.dim() == 2 else None

    @property
    def trained(self) -> Any:
        """Which tokens count for the loss, [rows, length]; None where that is not decided for each token."""
        labels, tokens, completion = self.labels, self.tokens, self.tensor("completion_mask")
        if labels is not None and labels.dim() == 2 and (self.is_encoder_decoder or _same_shape(labels, tokens)):
            return labels != IGNORED
        return completion.bool() if labels is None and _same_shape(completion, tokens) else None

    @property
    def tokenizer(self) -> Any:
        trainer = self.trainer
        found = getattr(trainer, "processing_class", None) or getattr(trainer, "tokenizer", None)
        found = getattr(found, "tokenizer", found)
        found = found or getattr(getattr(trainer, "data_collator", None), "tokenizer", None)
        return found or (self.session.tokenizers[-1] if self.session.tokenizers else None)

    @property
    def is_encoder_decoder(self) -> bool:
        return bool(getattr(getattr(self.model, "config", None), "is_encoder_decoder", False))

    @property
    def predicts_tokens(self) -> bool:
        return type(self.model).__name__.endswith(_TOKEN_MODELS)

    @property
    def is_causal(self) -> bool:
        """Whether each token is predicted from those before it alone."""
        return type(self.model).__name__.endswith(("ForCausalLM", "LMHeadModel")) and not self.is_encoder_decoder

    @property
    def own_loss(self) -> Optional[Site]:
        """Where the script computes the loss by itself; None if the library's model does."""
        frames, trainer = self.session.frames, self.trainer
        if trainer is not None:
            for function in (type(trainer).compute_loss, getattr(trainer, "compute_loss_func", None)):
                if function is not None and (site := frames.of_function(function, "loss")):
                    return site
        return frames.of_function(type(self.model).forward, "loss")

    # --- the places --------------------------------------------------------------------------------

    def made_with(self, name: str, role: str) -> Optional[Site]:
        """The argument of the trainer's construction."""
        return argument(self.made, name, role)

    @property
    def made(self) -> Optional[Site]:
        return self.session.origin(self.trainer, "trainer") if self.trainer is not None else self.forward

    @property
    def rows(self) -> Any:
        """The training data as the trainer was given it."""
        return self.given.get("train_dataset", getattr(self.trainer, "train_dataset", None))

    @property
    def columns(self) -> list[str]:
        return list(getattr(self.rows, "column_names", None) or [])

    def mapped(self) -> Optional[Site]:
        return self.session.lineage.last(self.rows, "map", "with_transform", "set_transform")

    def collator_sites(self) -> list[Optional[Site]]:
        """The collator: the user's own function, the argument that hands it over, its construction."""
        collator = self.given.get("data_collator")
        own = self.session.frames.of_function(collator, "collator") if collator is not None else None
        return [own, self.made_with("data_collator", "collator"), self.made]

    def data_sites(self) -> list[Optional[Site]]:
        """What made the rows as they are: the map function's step, else what was handed over."""
        return [self.mapped(), *self.collator_sites()[:1], self.made_with("train_dataset", "data"), self.made]

    def model_site(self) -> Optional[Site]:
        return self.session.origin(self.model, "model") or (self.made_with("model", "model") if self.trainer else None)

    def setting(self, *names: str) -> list[Optional[Site]]:
        """Arguments of the training arguments' construction."""
        made = self.session.origin(getattr(self.trainer, "args", None), "arguments")
        return [argument(made, name, "arguments") for name in names if made]


def versions() -> dict[str, str]:
    """Versions of the libraries that are loaded."""
    import sys

    names = ("torch", "transformers", "trl", "peft", "accelerate", "datasets", "unsloth")
    found = {name: getattr(sys.modules.get(name), "__version__", None) for name in names}
    return {name: str(version) for name, version in found.items() if version}


def _copied(value: Any) -> Any:
    return value.detach().cpu().clone() if hasattr(value, "detach") else value


def _same_shape(one: Any, other: Any) -> bool:
    return hasattr(one, "shape") and hasattr(other, "shape") and one.shape == other.shape
