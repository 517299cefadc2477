"""The first batch: which tokens count for the loss, and whether they should."""

from typing import Any, Optional

from ..frames import argument
from .context import IGNORED, Context

SHOWN_ROWS = 4
SHOWN_TOKENS = 1024
"""In the label view. The counts are of all rows and tokens."""


def run(context: Context) -> None:
    context.session.phase("batch")
    context.passed("DRY001")
    context.passed("DRY002", names=", ".join(context.batch))
    if context.rows is not None:
        context.passed("DRY003", columns=", ".join(context.columns))
        context.passed("DRY004", rows=_count(context.rows))
    _tell_batch(context)
    _embedding_range(context)
    _label_range(context)
    _supervised(context)
    _padding(context)
    _random_masks(context)
    _beginnings(context)
    _end_tokens(context)
    _alignment(context)


def _count(rows: Any) -> Optional[int]:
    return len(rows) if hasattr(rows, "__len__") else None


def _tell_batch(context: Context) -> None:
    tensors = [_tensor(name, value) for name, value in context.batch.items()]
    rows: list[dict[str, Any]] = []
    if context.trained is not None:
        with context.session.guarded("showing the rows"):
            rows = _rows(context)
    context.session.channel.send("batch", tensors=tensors, rows=rows)


def _tensor(name: str, value: Any) -> dict[str, Any]:
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        return {"name": name, "shape": list(value.shape), "dtype": str(value.dtype).replace("torch.", "")}
    return {"name": name, "shape": [], "dtype": type(value).__name__}


def _rows(context: Context) -> list[dict[str, Any]]:
    trained = context.trained
    # Of a model with an encoder the labels are the text that is learnt; else the inputs are.
    ids = context.labels if context.is_encoder_decoder else context.tokens
    attention = context.attention if not context.is_encoder_decoder else trained
    return [
        _row(context.tokenizer, ids[at].tolist(), trained[at].tolist(), _read(attention, at), at < SHOWN_ROWS)
        for at in range(ids.shape[0])
    ]


def _read(attention: Any, at: int) -> Optional[list[bool]]:
    return None if attention is None else [bool(one) for one in attention[at].tolist()]


def _row(tokenizer: Any, ids: list[int], trained: list[bool], read: Optional[list[bool]], show: bool) -> dict[str, Any]:
    read = read or [True] * len(ids)
    row: dict[str, Any] = {"trained": sum(trained), "length": sum(read), "tokens": [], "text": ""}
    if show and tokenizer is not None:
        kinds = ["trained" if one else "masked" if seen else "padding" for one, seen in zip(trained, read)]
        row["tokens"] = list(map(list, zip(_pieces(tokenizer, ids[:SHOWN_TOKENS]), kinds)))
        row["text"] = tokenizer.decode([one for one, counts in zip(ids, trained) if counts][:SHOWN_TOKENS])
    return row


def _pieces(tokenizer: Any, ids: list[int]) -> list[str]:
    """The text of each token. Decoded behind a few others, as many tokens begin with a space only there."""
    pieces: list[str] = []
    for at, one in enumerate(ids):
        if one < 0:
            pieces.append("")
            continue
        before = [other for other in ids[max(0, at - 3) : at] if other >= 0]
        context, whole = tokenizer.decode(before), tokenizer.decode([*before, one])
        pieces.append(whole[len(context) :] if whole.startswith(context) else tokenizer.decode([one]))
    return pieces


def _embedding_range(context: Context) -> None:
    tokens = context.tokens
    try:
        size = context.model.get_input_embeddings().weight.shape[0]
    except (AttributeError, NotImplementedError):
        return
    if tokens is None or not tokens.numel():
        return
    largest = int(tokens.max())
    if largest < size:
        context.passed("DRY015", largest=largest, size=size)
        return
    tokenizer = context.tokenizer
    token = tokenizer.convert_ids_to_tokens(largest) if tokenizer is not None else str(largest)
    added = context.session.origin(tokenizer, "added_tokens")
    sites = [added, context.model_site(), context.made]
    context.failed("DRY015", "beyond-embedding", sites, [context.model_site()], largest=largest, token=token, size=size)


def _label_range(context: Context) -> None:
    labels, name = context.labels, type(context.model).__name__
    if labels is None or labels.is_floating_point() or not labels.numel():
        return
    if context.has_failed("DRY015"):
        context.unchecked("DRY016", "tokens-out-of-range")
        return
    config = context.model.config if hasattr(context.model, "config") else None
    if name.endswith(("ForSequenceClassification", "ForTokenClassification")):
        size, what = getattr(config, "num_labels", 0), "classes"
    elif context.predicts_tokens or name.endswith("ForMaskedLM"):
        size, what = getattr(getattr(config, "get_text_config", lambda: config)(), "vocab_size", 0), "vocabulary"
    else:
        return
    if not size or (what == "classes" and size == 1):
        return
    counted = labels[labels != IGNORED]
    if not counted.numel():
        return
    least, most = int(counted.min()), int(counted.max())
    if least >= 0 and most < size:
        context.passed("DRY016", least=least, most=most, size=size)
        return
    model = context.model_site()
    sites = [*((argument(model, "num_labels"), model) if what == "classes" else ()), *context.data_sites()]
    context.failed("DRY016", what, sites, [context.mapped(), context.model_site()], least=least, most=most, size=size)


def _supervised(context: Context) -> None:
    trained = context.trained
    if trained is None:
        cause = "no-labels" if context.labels is None else "not-by-token"
        context.unchecked("DRY007", cause)
        return
    counts = trained.sum(-1).tolist()
    empty = sum(count == 0 for count in counts)
    if not empty:
        context.passed("DRY007", trained=sum(counts), rows=len(counts))
        return
    if empty < len(counts) and getattr(getattr(context.trainer, "data_collator", None), "mlm", False) is True:
        context.unchecked("DRY007", "random")
        return
    cut = _cut_at(context)
    sites = [*(context.setting("max_length", "max_seq_length") if cut else []), *context.data_sites()]
    cause = "none" if empty == len(counts) else "some-rows"
    if cut:
        cause += "-cut"
    facts = {"empty": empty, "rows": len(counts), "length": cut or int(trained.shape[1])}
    context.failed("DRY007", cause, sites, [context.mapped(), context.made], **facts)


def _cut_at(context: Context) -> Optional[int]:
    """The trainer's length limit, if the batch reaches it."""
    arguments, tokens = getattr(context.trainer, "args", None), context.tokens
    limit = getattr(arguments, "max_length", None) or getattr(arguments, "max_seq_length", None)
    return limit if limit and tokens is not None and tokens.shape[1] >= limit else None


def _padding(context: Context) -> None:
    trained, attention = context.trained, context.attention
    if trained is None:
        return
    if context.own_loss is not None:
        context.unchecked("DRY009", "own-loss")
        return
    pad = getattr(context.tokenizer, "pad_token_id", None)
    if context.is_encoder_decoder:
        wrong = (context.labels == pad) if pad is not None else trained & False
    elif attention is not None:
        wrong = trained & (attention == 0)
    else:
        return
    # One padding position a row that stands for the end of the text is meant.
    if int(wrong.sum(-1).max()) <= 1:
        context.passed("DRY009")
        return
    count, share = int(wrong.sum()), float(wrong.sum()) / max(1, int(trained.sum()))
    sites = context.data_sites() if "labels" in context.columns else [*context.collator_sites(), context.mapped()]
    context.failed("DRY009", "padding-trained", sites, [context.made], count=count, share=share)


def _masks_at_random(context: Context) -> bool:
    """Whether the collator replaces tokens of the input, as for BERT, though the model predicts the next token."""
    collator = getattr(context.trainer, "data_collator", None)
    library = type(collator).__module__.startswith("transformers.")
    return library and getattr(collator, "mlm", False) is True and context.is_causal


def _random_masks(context: Context) -> None:
    if _masks_at_random(context):
        made = context.session.origin(context.trainer.data_collator, "collator")
        sites = [argument(made, "mlm"), made, *context.collator_sites()]
        context.failed("DRY013", "random-masks", sites, [context.model_site()])
    elif context.is_causal and context.trainer is not None:
        context.passed("DRY013")


def _beginnings(context: Context) -> None:
    tokens, attention, bos = context.tokens, context.attention, getattr(context.tokenizer, "bos_token_id", None)
    if tokens is None or bos is None or not context.predicts_tokens:
        return
    firsts = [0] * tokens.shape[0] if attention is None else attention.argmax(-1).tolist()
    twice = sum(tokens[at, first : first + 2].tolist() == [bos, bos] for at, first in enumerate(firsts))
    if not twice:
        context.passed("DRY014", token=context.tokenizer.bos_token)
        return
    facts = {"count": twice, "rows": tokens.shape[0], "token": context.tokenizer.bos_token}
    context.failed("DRY014", "twice", context.data_sites(), [context.made], **facts)


def _end_tokens(context: Context) -> None:
    """Whether the model can learn to stop: by the rows that are not cut off."""
    tokens, trained, tokenizer = context.tokens, context.trained, context.tokenizer
    if context.is_encoder_decoder or trained is None or tokenizer is None or not context.predicts_tokens:
        return
    eos, pad = tokenizer.eos_token_id, tokenizer.pad_token_id
    if eos is None or not bool(trained.any()) or _masks_at_random(context):
        return
    rows, attention = trained.shape[0], context.attention
    read = attention.bool() if attention is not None else tokens == tokens
    ends = {int(one) for one in getattr(tokenizer, "all_special_ids", [])} | _added(tokenizer)
    ends -= {getattr(tokenizer, name, None) for name in ("bos_token_id", "unk_token_id", "mask_token_id")} - {eos}
    if pad != eos:
        ends.discard(pad)
    # By the labels: where the script shifts them itself, the last one is no token of the input.
    learnt = context.labels if context.labels is not None else tokens
    is_end = sum(((learnt == end) for end in sorted(ends)), learnt != learnt)
    if bool((is_end & trained).any()):
        context.passed("DRY011", token=tokenizer.eos_token)
        return
    hidden = (tokens == eos) & read & ~trained
    pad_set = context.session.origin(tokenizer, "pad_token")
    if pad == eos and bool(hidden.any()):
        sites = [pad_set, *context.collator_sites()]
        facts = {"token": tokenizer.eos_token, "count": int(hidden.any(-1).sum()), "rows": rows}
        context.failed("DRY011", "masked", sites, [pad_set, *context.collator_sites()[1:2]], **facts)
        return
    lengths = read.sum(-1)
    whole = lengths < lengths.max()
    if not bool(whole.any()):
        context.unchecked("DRY011", "equal-lengths")
        return
    facts = {"token": tokenizer.eos_token, "count": int(whole.sum()), "rows": rows}
    context.failed("DRY011", "absent", context.data_sites(), [context.made], **facts)


def _added(tokenizer: Any) -> "set[int]":
    """Special tokens that a template ends a turn with, but that are nobody's `eos_token`."""
    decoder = getattr(tokenizer, "added_tokens_decoder", {})
    return {int(number) for number, token in decoder.items() if getattr(token, "special", False)}


def _alignment(context: Context) -> None:
    """Whether the labels are the tokens themselves; models that shift must not be given shifted ones."""
    tokens, labels, trained = context.tokens, context.labels, context.trained
    if labels is None or tokens is None or trained is None or labels.shape != tokens.shape:
        return
    if context.is_encoder_decoder or not context.predicts_tokens or not bool(trained.any()):
        return
    same = float((labels == tokens)[trained].float().mean())
    ahead = trained[:, :-1]
    shifted = float((labels[:, :-1] == tokens[:, 1:])[ahead].float().mean()) if bool(ahead.any()) else 0.0
    if same > 0.5 or shifted < 0.9:
        context.passed("DRY012", same=same)
    elif context.own_loss is not None:
        context.unchecked("DRY012", "own-loss")
    elif not _shifts(context):
        context.unchecked("DRY012", "model-does-not-shift")
    else:
        context.failed("DRY012", "shifted-twice", context.data_sites(), [context.made], shifted=shifted)


def _shifts(context: Context) -> bool:
    """Whether the model compares its answers with the next label; tried out on one row."""
    import torch

    row = {
        name: context.batch[name][:1].to(next(context.model.parameters()).device)
        for name in ("input_ids", "attention_mask", "labels")
        if hasattr(context.batch.get(name), "dim")
    }
    training = context.model.training
    context.model.eval()
    try:
        with torch.no_grad():
            output = context.model(**row)
            logits = output.logits.float()
            size, labels = logits.shape[-1], row["labels"]
            next_one = torch.nn.functional.cross_entropy(logits[:, :-1].reshape(-1, size), labels[:, 1:].reshape(-1))
        return bool(torch.isclose(output.loss.float(), next_one, rtol=1e-3))
    finally:
        context.model.train(training)
