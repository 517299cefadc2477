"""TOK008."""

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.reading import Reading, key, method, receiver
from lossguard.rules.rule import Rule
from lossguard.syntax import nodes
from lossguard.syntax.walk import nodes_below
from lossguard.text.edits import Edit

MESSAGE = (
    "transformers 5 has no `{method}`: this line stops with an AttributeError. Targets are encoded by "
    "`{tokenizer}(text_target=…)`"
)
REMOVED = "transformers 5 has no `{method}`: this line stops with an AttributeError. Call the tokenizer itself"
REWRITE = "Encode by `text_target=`"
CALL = "Call the tokenizer itself"

_PLAIN = ("encode_plus", "batch_encode_plus")
_GONE = ("as_target_tokenizer", "prepare_seq2seq_batch", *_PLAIN)


class AsTargetTokenizerRemoved(Rule):
    """
    ## What it does
    Finds methods of tokenizers that transformers 5 does not have any more: `as_target_tokenizer`,
    `prepare_seq2seq_batch`, `encode_plus` and `batch_encode_plus`.

    ## Why it is bad
    `AttributeError: … has no attribute as_target_tokenizer`.

    ## Example
    ```python
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("facebook/mbart-large-50", src_lang="en_XX", tgt_lang="ro_RO")


    def encode(batch):
        features = tokenizer(batch["en"], truncation=True)
        with tokenizer.as_target_tokenizer():
            labels = tokenizer(batch["ro"], truncation=True)
        features["labels"] = labels["input_ids"]
        return features
    ```

    ## Use instead
    ```python
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("facebook/mbart-large-50", src_lang="en_XX", tgt_lang="ro_RO")


    def encode(batch):
        features = tokenizer(batch["en"], truncation=True)
        labels = tokenizer(text_target=batch["ro"], truncation=True)
        features["labels"] = labels["input_ids"]
        return features
    ```

    ## Fix safety
    Unsafe: the `with` block is rewritten; it is offered where it holds one assignment. A call in place of `encode_plus`
    is safe.

    ## References
    - [huggingface/course#316](https://github.com/huggingface/course/issues/316),
      [migration guide](https://github.com/huggingface/transformers/blob/main/MIGRATION_GUIDE_V5.md)
    """

    code = "TOK008"
    name = "as-target-tokenizer-removed"
    severity = Severity.ERROR
    summary = "Methods of tokenizers that transformers 5 does not have"
    applies = "transformers 5 and newer."
    example_versions: ClassVar[Mapping[str, str]] = {"transformers": "5.23.0", "trl": "1.16.0"}
    messages = (MESSAGE, REMOVED, REWRITE, CALL)

    def check(self, context: Context) -> Iterator[Finding]:
        reading = context.reading
        if reading.words.isdisjoint(_GONE) or context.versions.at_least("transformers", "5.0") is not True:
            return
        for scope in reading.scopes:
            guarded = _guarded(scope.all)
            blocks = {id(node.items[0][0]): node for node in scope.all if isinstance(node, nodes.With) and node.items}
            for call in scope.calls:
                if method(call) in _GONE and id(call) not in guarded and _is_tokenizer(reading, receiver(call)):
                    yield self._report(context, call, blocks.get(id(call)))

    def _report(self, context: Context, call: nodes.Call, block: nodes.With | None) -> Finding:
        name, tokenizer = method(call), receiver(call)
        template = MESSAGE if name == "as_target_tokenizer" else REMOVED
        message = Message(template, {"method": name, "tokenizer": tokenizer.place.source})
        fixes = _rewrite(tokenizer, block) if block is not None else _call(call) if name in _PLAIN else ()
        return self.finding(context, call.place, message, Cause("removed-method", "tokenizer", call.place), (), fixes)


def _guarded(found: list[nodes.Node]) -> set[int]:
    """What stands under a condition or a ``try``: it may be for one of several versions."""
    inside: set[int] = set()
    for node in found:
        if isinstance(node, nodes.Try) or (isinstance(node, nodes.If) and _asks(node.test)):
            inside |= {id(one) for one in nodes_below(node)}
    return inside


def _asks(test: nodes.Expression) -> bool:
    return any(
        isinstance(one, nodes.Name | nodes.Attribute)
        and re.search("version|hasattr|is_.*available", getattr(one, "id", "") or getattr(one, "name", ""))
        for one in nodes_below(test)
    )


def _is_tokenizer(reading: Reading, node: nodes.Expression) -> bool:
    """Whether something is a tokenizer of transformers: by how it was loaded, or by its name where that is not seen."""
    value = reading.value(node)
    if isinstance(value, nodes.Call):
        path = reading.path(receiver(value) if method(value) == "from_pretrained" else value.function)
        return path.startswith("transformers.") and path.endswith(("Tokenizer", "TokenizerFast"))
    named = key(node).rpartition(".")[2].lower()
    return value is None and named in ("tokenizer", "tok") and "transformers" in _packages(reading)


def _packages(reading: Reading) -> set[str]:
    return {path.partition(".")[0] for path in reading.imports.values()}


def _rewrite(tokenizer: nodes.Expression, block: nodes.With) -> tuple[Fix, ...]:
    """The assignment out of the block, its text named as the target."""
    only = block.body[0] if len(block.body) == 1 and len(block.items) == 1 else None
    call = only.value if isinstance(only, nodes.Assign) else None
    if not isinstance(only, nodes.Assign) or not isinstance(call, nodes.Call) or not call.arguments:
        return ()
    first = call.arguments[0]
    same = key(call.function) == key(tokenizer) != ""
    if not same or first.star or first.keyword not in (None, "text") or editing.indent_of(block) is None:
        return ()
    if any(argument.keyword is None for argument in call.arguments[1:]) or "\n" in only.place.source:
        return ()

    def build() -> tuple[Edit, ...]:
        start, end = only.place.span
        inner, stop = first.place.span
        text = only.place.part.text
        source = f"{text[start:inner]}text_target={first.value.place.source}{text[stop:end]}"
        return (Edit(block.place.part, block.place.span[0], end, source),)

    return (Fix(Message(REWRITE), Applicability.UNSAFE, build),)


def _call(call: nodes.Call) -> tuple[Fix, ...]:
    owner = receiver(call)

    def build() -> tuple[Edit, ...]:
        return (editing.replace(call.function.place, owner.place.source),)

    return (Fix(Message(CALL), Applicability.SAFE, build),)
