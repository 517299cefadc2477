"""What the models of the libraries say of a variable at the end of a script."""

from lossguard.libraries.models import build_models
from lossguard.program.interpreter import Interpreter
from lossguard.syntax.tree import Tree
from lossguard.text.document import Document
from lossguard.values.heap import Object
from lossguard.values.sequences import tags_in
from lossguard.values.value import Columns, Constant, Ref, Special, Symbol, Value, members

PRELUDE = """
import lib
from datasets import *
from transformers import *
tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("json", data_files="a.jsonl", split="train")
known = Dataset.from_dict({"text": ["a"], "label": [0]})
"""


def script(code: str) -> Interpreter:
    """A script behind the usual beginning, run to its end."""
    tree = Tree(Document.script("a.py", PRELUDE + code).parts[0])
    tree.refresh()
    assert not tree.broken, tree.failure
    run = Interpreter(build_models())
    run.block(tree.statements)
    assert run.alive
    return run


def thing(code: str, name: str = "x") -> Object | None:
    """The object that a variable is; None if it is not known."""
    run = script(code)
    value = run.lookup(name)
    return run.heap[value] if isinstance(value, Ref) else None


def columns(code: str, name: str = "x") -> str:
    """The columns of a dataset: ``a b?`` has ``a`` and perhaps ``b``; ``…`` for others that cannot be seen."""
    dataset = thing(code, name)
    found = dataset.get("columns") if dataset is not None else None
    if not isinstance(found, Columns):
        return "unknown"
    names = [name + ("" if found.has(name) else "?") for name in sorted(found.names())]
    return " ".join([*names, *([] if found.closed else ["…"])])


def token(code: str, which: str = "pad_token") -> str:
    """What a token of ``tokenizer`` is."""
    run = script(code)
    return " | ".join(sorted(_shown(run, member) for member in members(run.attribute(run.lookup("tokenizer"), which))))


def _shown(run: Interpreter, value: Value) -> str:
    match value:
        case Constant(value=known):
            return repr(known)
        case Special(token=token):
            return token
        case _:
            return "unknown"


def kind(code: str, name: str = "x") -> str:
    """Kind of an object, and its class's name if that is one of a library."""
    found = thing(code, name)
    if found is None:
        return "unknown"
    return f"{found.kind} {found.type.name}" if isinstance(found.type, Symbol) else found.kind


def tags(code: str, name: str = "x") -> str:
    """What a row of ids or labels holds, in the words of ``values.sequences.TAGS``."""
    run = script(code)
    found = tags_in(run.heap.objects, run.lookup(name))
    return "unknown" if found is None else " ".join(sorted(found - {"counted", "item"}))
