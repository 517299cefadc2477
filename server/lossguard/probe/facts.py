"""What a training really is made of: told for people, and so that what was read from the source can be compared."""

import itertools
from collections.abc import Mapping
from typing import Any, Optional

from .checks.context import IGNORED, Context

SETTINGS = tuple(
    """dataset_text_field max_length max_prompt_length packing packing_strategy padding_free completion_only_loss
    assistant_only_loss dataset_kwargs remove_unused_columns label_names label_smoothing_factor group_by_length
    train_sampling_strategy eos_token pad_token chat_template_path truncation_mode loss_type use_liger_kernel beta
    num_generations prediction_loss_only predict_with_generate num_train_epochs max_steps per_device_train_batch_size
    gradient_accumulation_steps learning_rate bf16 fp16 gradient_checkpointing neftune_noise_alpha""".split()
)
"""Training arguments that decide about data, labels and loss, and how much is trained."""

COLLATOR_SETTINGS = tuple(
    """mlm mlm_probability response_template instruction_template padding max_length pad_to_multiple_of
    label_pad_token_id completion_only_loss padding_free""".split()
)
_LIBRARIES = ("trl", "transformers", "unsloth", "unsloth_zoo")
_LABELS = ("labels", "label", "label_ids")
_FEW = 2


def tell(context: Context) -> None:
    """At the call of `train()`, or at the first step of a loop."""
    trainer = context.trainer
    facts: dict[str, Any] = {"model": _model(context), "tokenizer": _tokenizer(context.tokenizer)}
    if trainer is not None:
        facts.update(
            trainer=_librarys_class(trainer),
            arguments={"class": _class(trainer.args), **_settings(trainer.args, SETTINGS)},
            columns=_columns(context),
            collator=_collator(context),
        )
    context.session.channel.send("facts", site=context.made, **facts)


def tell_labels(context: Context) -> None:
    """Behind the first step, as rows are collated once more for it."""
    own = _own_rows(context)
    context.session.channel.send("labels", by=_maker(context), keys=list(own[0]) if own else [])


def _model(context: Context) -> dict[str, Any]:
    return {"class": type(context.model).__name__, "adapter": hasattr(context.wrapped, "peft_config")}


def _librarys_class(thing: Any) -> str:
    """The first class of a library that an object is of: the script may have derived its own."""
    found = (one for one in type(thing).__mro__ if one.__module__.partition(".")[0] in _LIBRARIES)
    return next((_name(one) for one in found), _class(thing))


def _class(thing: Any) -> str:
    return _name(type(thing))


def _name(kind: Any) -> str:
    return f"{kind.__module__.partition('.')[0]}.{kind.__qualname__}"


def _settings(thing: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _shown(getattr(thing, name)) for name in names if hasattr(thing, name)}


def _shown(value: Any) -> Any:
    """A value that JSON has, or its text."""
    value = getattr(value, "value", value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return value if isinstance(value, (list, tuple, dict)) else str(value)[:200]


def _columns(context: Context) -> dict[str, Any]:
    """Columns of the training data: behind each step of the script, as handed over, and as prepared by the trainer."""
    lineage, rows = context.session.lineage, context.rows
    steps = [{"site": site, "columns": names} for site, names in zip(lineage.steps(rows), lineage.columns(rows))]
    prepared = getattr(context.trainer, "train_dataset", None)
    return {"steps": steps, "given": context.columns, "prepared": list(getattr(prepared, "column_names", None) or [])}


def _collator(context: Context) -> dict[str, Any]:
    collator = context.trainer.data_collator
    name = _name(collator) if hasattr(collator, "__qualname__") else _class(collator)
    given = context.given.get("data_collator") is collator
    return {"class": name, "given": given, **_settings(collator, COLLATOR_SETTINGS)}


def _tokenizer(tokenizer: Any) -> Optional[dict[str, Any]]:
    if tokenizer is None or not hasattr(tokenizer, "pad_token_id"):
        return None
    ids = list(tokenizer("a").input_ids)
    return {
        "class": type(tokenizer).__name__,
        "pad_token": tokenizer.pad_token,
        "pad_token_id": tokenizer.pad_token_id,
        "eos_token": tokenizer.eos_token,
        "eos_token_id": tokenizer.eos_token_id,
        "adds_eos": bool(ids) and ids[-1] == tokenizer.eos_token_id,
        "chat_template": bool(getattr(tokenizer, "chat_template", None)),
    }


def _maker(context: Context) -> str:
    """Who made the labels of the batch: ``nobody``, ``rows``, ``preparation``, ``collator``, or ``script``."""
    if context.labels is None:
        return "nobody"
    trainer = context.trainer
    if trainer is None:
        return "script"
    rows = _rows(trainer)
    name = next((name for name in _LABELS if rows and name in rows[0]), None)
    if name is None:
        return "collator"
    changed = _labels(trainer, [{**row, name: _other(row[name])} for row in rows])
    if changed is None or not _follows(changed, rows[0][name]):
        return "collator"
    return "rows" if name in context.columns or _own_rows(context) else "preparation"


def _own_rows(context: Context) -> list[dict[str, Any]]:
    """The first rows of a dataset that is none of `datasets`, and so has no columns. Asked for behind the step only."""
    own = context.trainer is not None and not hasattr(context.rows, "column_names")
    return _rows(context.trainer) if own else []


def _rows(trainer: Any) -> list[dict[str, Any]]:
    """The first rows as the trainer hands them to its collator."""
    import datasets

    prepared = trainer.train_dataset
    if isinstance(prepared, datasets.Dataset):
        prepared = trainer._remove_unused_columns(prepared, description="training")
    rows = list(itertools.islice(iter(prepared), _FEW))
    return [dict(row) for row in rows] if all(isinstance(row, Mapping) for row in rows) else []


def _other(value: Any) -> Any:
    """Labels of the same form that the collator itself would not make; texts stay, as nothing is known of them."""
    if isinstance(value, str):
        return value
    if hasattr(value, "dim"):
        return value.new_full(value.shape, IGNORED) if value.dim() else value + 1
    if isinstance(value, list):
        return [_other(one) if isinstance(one, list) else IGNORED for one in value]
    return value + 1


def _follows(labels: Any, before: Any) -> bool:
    """Whether the labels of a batch are those that `_other` put into its rows."""
    several = isinstance(before, list) or (hasattr(before, "dim") and before.dim() > 0)
    return bool((labels == IGNORED).all()) if several else bool(labels.flatten()[0] == before + 1)


def _labels(trainer: Any, rows: list[dict[str, Any]]) -> Any:
    batch = trainer.data_collator(rows)
    return next((batch[name] for name in _LABELS if batch.get(name) is not None), None)
