"""TPL011."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.reading import Reading, Scope, keyword, method, receiver, splats
from lossguard.rules.rule import Rule
from lossguard.rules.templates.loading import loaded_by
from lossguard.syntax import nodes
from lossguard.text.edits import Edit

MESSAGE = (
    "since transformers 5 `apply_chat_template` returns a dict of `input_ids` and `attention_mask`, and here it is "
    "used as the list of ids"
)
USED = "it is used as ids here"
ADD = "Add `return_dict=False`"


class ChatTemplateBatchencodingV5(Rule):
    """
    ## What it does
    Finds the result of `apply_chat_template` that is measured, cut or passed on as token ids.

    ## Why it is bad
    `return_dict` is `True` by default since transformers 5: `len(ids)` is the number of keys, and a slice of it fails.

    ## Example
    ```python
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")


    def encode(row):
        prompt = tokenizer.apply_chat_template(row["messages"][:-1], add_generation_prompt=True)
        ids = tokenizer(row["text"])["input_ids"]
        return {"input_ids": ids, "labels": [-100] * len(prompt) + ids[len(prompt) :]}
    ```

    ## Use instead
    ```python
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")


    def encode(row):
        prompt = tokenizer.apply_chat_template(row["messages"][:-1], add_generation_prompt=True, return_dict=False)
        ids = tokenizer(row["text"])["input_ids"]
        return {"input_ids": ids, "labels": [-100] * len(prompt) + ids[len(prompt) :]}
    ```

    ## Fix safety
    Safe: transformers 4 has the option, too, with this value as its default.

    ## References
    - [huggingface/transformers#41626](https://github.com/huggingface/transformers/issues/41626),
      [migration guide](https://github.com/huggingface/transformers/blob/main/MIGRATION_GUIDE_V5.md)
    """

    code = "TPL011"
    name = "chat-template-batchencoding-v5"
    severity = Severity.ERROR
    summary = "`apply_chat_template` used as ids, where it returns a dict"
    applies = "transformers 5 and newer."
    example_versions: ClassVar[Mapping[str, str]] = {"transformers": "5.23.0", "trl": "1.16.0"}
    libraries = ("transformers",)
    messages = (MESSAGE, USED, ADD)

    def check(self, context: Context) -> Iterator[Finding]:
        if context.versions.at_least("transformers", "5.0") is not True:
            return
        reading = context.reading
        if "apply_chat_template" not in reading.words:
            return
        for scope in reading.scopes:
            for call in scope.calls:
                if method(call) == "apply_chat_template" and _returns_dict(reading, call):
                    used = _use(scope, call)
                    if used is not None:
                        yield self._report(context, call, used)

    def _report(self, context: Context, call: nodes.Call, used: nodes.Node) -> Finding:
        def build() -> tuple[Edit, ...]:
            return (editing.add_argument(call, "return_dict=False"),)

        fixes = (Fix(Message(ADD), Applicability.SAFE, build),)
        cause = Cause("dict-for-ids", "data", call.place)
        related = (Related(used.place, Message(USED)),)
        return self.finding(context, call.place, Message(MESSAGE), cause, related, fixes)


def _returns_dict(reading: Reading, call: nodes.Call) -> bool:
    """Whether a tokenizer is asked for ids, and nothing is said of how."""
    kind = loaded_by(reading, receiver(call))
    if not kind.startswith("transformers.") or not kind.endswith(("Tokenizer", "TokenizerFast")) or splats(call):
        return False
    tokenize = keyword(call, "tokenize", 6)
    asked = tokenize is None or (isinstance(tokenize, nodes.Literal) and tokenize.value is True)
    return asked and keyword(call, "return_dict") is None and len(call.arguments) < 10


def _use(scope: Scope, call: nodes.Call) -> nodes.Node | None:
    """The first use of a result as a list or a tensor; None if there is none, or if it may be told from one."""
    name = _name(scope, call)
    uses = [node for node in scope.all if _as_ids(node, call, name)]
    parts = {id(node.value): node for node in scope.all if isinstance(node, nodes.Attribute | nodes.Subscript)}
    for node in scope.all:
        if isinstance(node, nodes.Name) and node.id == name and name:
            around = parts.get(id(node))
            if isinstance(around, nodes.Attribute) and around.name != "shape":
                return None
            if isinstance(around, nodes.Subscript) and not _position(around.index):
                return None
        if isinstance(node, nodes.Call) and _asks(node.function) and _is(node.arguments[0].value, call, name):
            return None
    return uses[0] if uses else None


def _asks(function: nodes.Expression) -> bool:
    return isinstance(function, nodes.Name) and function.id in ("isinstance", "hasattr")


def _name(scope: Scope, call: nodes.Call) -> str:
    """The one name that the result is given in its scope."""
    assigns = [node for node in scope.all if isinstance(node, nodes.Assign)]
    for assign in assigns:
        if assign.value is call and len(assign.targets) == 1 and isinstance(assign.targets[0], nodes.Name):
            name = assign.targets[0].id
            again = [other for other in assigns if any(_named(target, name) for target in other.targets)]
            return name if len(again) == 1 else ""
    return ""


def _named(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.id == name


def _is(node: nodes.Node, call: nodes.Call, name: str) -> bool:
    return node is call or (bool(name) and _named(node, name))


def _position(index: nodes.Expression) -> bool:
    return isinstance(index, nodes.Slice) or (isinstance(index, nodes.Literal) and isinstance(index.value, int))


def _as_ids(node: nodes.Node, call: nodes.Call, name: str) -> bool:
    match node:
        case nodes.Call(function=nodes.Name(id="len"), arguments=(only,)):
            return _is(only.value, call, name)
        case nodes.Subscript(value=value, index=index):
            return _is(value, call, name) and _position(index)
        case nodes.Binary(operator="+", left=left, right=right):
            return _is(left, call, name) or _is(right, call, name)
        case nodes.Mapping(items=items):
            return any(
                isinstance(key, nodes.Literal) and key.value in ("input_ids", "labels") and _is(value, call, name)
                for key, value in items
            )
        case nodes.Argument(keyword="input_ids", value=value):
            return _is(value, call, name)
        case nodes.Attribute(name="shape", value=value):
            return _is(value, call, name)
        case _:
            return False
