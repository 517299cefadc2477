"""What rules ask of versions that nobody has looked at."""

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

import lossguard
from lossguard.libraries.eras import Bounds, Eras, Knowledge, parsed
from lossguard.libraries.extractor.evidence import EVIDENCE
from lossguard.libraries.gates import LASTING
from lossguard.libraries.knowledge import read_versions
from lossguard.libraries.versions import Resolved, Versions, Wanted
from lossguard.libraries.versions import Source as Origin
from lossguard.values.value import Answer


def pinned(**versions: str) -> Eras:
    return Eras(Versions({name: Resolved(version, "--with") for name, version in versions.items()}))


def asked() -> Iterator[tuple[str, str]]:
    """Every ``at_least("trl", "0.17")`` in the package, of libraries whose history is kept."""
    root = Path(str(lossguard.__file__)).parent
    for node in chain.from_iterable(ast.walk(ast.parse(path.read_text("utf-8"))) for path in root.rglob("*.py")):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "at_least":
            given = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            if len(given) == 2 and read_versions(str(given[0])):
                yield str(given[0]), str(given[1])


def test_of_every_gate_it_is_said_how_it_is_known_of_new_releases() -> None:
    oldest = {library: parsed(read_versions(library)[0]) for library in ("transformers", "trl")}
    gates = {(library, gate) for library, gate in asked() if parsed(gate) > oldest[library]}  # type: ignore[operator]
    assert gates == LASTING | set(EVIDENCE)
    assert not LASTING & set(EVIDENCE)


@pytest.mark.parametrize(
    ("version", "gate", "answer"),
    [
        ("0.19.1", "0.17", True),
        ("0.16.1", "0.17", False),
        ("1.2.0", "0.17", True),  # between two releases that were read
        ("1.16.9", "1.7", True),  # of a series that was read
        ("1.17.0", "1.7", None),  # newer
        ("1.17.0", "0.17", None),
        ("1.17.0", "0.20", True),  # what was removed does not come back
        ("0.5.0", "0.17", None),  # older
        ("0.5.0", "0.1", True),  # no matter of history
        ("0.5.0", "0.6", False),
    ],
)
def test_what_is_answered_of_a_pinned_version(version: str, gate: str, answer: Answer) -> None:
    assert pinned(trl=version).at_least("trl", gate) is answer


def test_a_library_without_a_history_is_compared_by_number() -> None:
    assert pinned(unsloth="2030.1.1").at_least("unsloth", "2025.3.10") is True
    assert pinned(unsloth="2020.1.1").at_least("unsloth", "2025.3.10") is False


def test_a_range_that_begins_behind_what_is_known() -> None:
    wanted = {"trl": Wanted(">=1.17", Origin("requirements.txt"))}
    assert Eras(Versions({}, wanted)).at_least("trl", "1.7") is None
    assert Eras(Versions({}, wanted)).at_least("trl", "0.20") is True
    assert Eras(Versions(), {"trl": Bounds(parsed("0.17"))}).at_least("trl", "0.17") is True


def test_of_a_new_release_only_what_never_changed_is_known() -> None:
    new, newest = pinned(transformers="5.99.0"), pinned(transformers="5.23.0")
    assert new.model_tasks("LlamaForCausalLM") == {"causal-lm"}
    assert new.model_tasks("AutoModelForCausalLM") == {"causal-lm"}
    # Its forward takes **kwargs since 4.48 or so: that has changed.
    assert newest.forward_labels("LlamaForCausalLM") is not None
    assert new.forward_labels("LlamaForCausalLM") is None
    assert newest.default("TrainingArguments", "remove_unused_columns") == "True"
    assert new.default("TrainingArguments", "remove_unused_columns") is None


def test_a_class_that_has_left_or_came_later_is_not_taken_to_be_there() -> None:
    assert pinned(transformers="4.57.3").model_tasks("DetaForObjectDetection") == {"other"}
    assert pinned(transformers="5.99.0").model_tasks("DetaForObjectDetection") == frozenset()
    assert pinned(transformers="5.99.0").model_tasks("Qwen3ForCausalLM") == {"causal-lm"}
    assert pinned(transformers="4.30.0").model_tasks("Qwen3ForCausalLM") == frozenset()


@pytest.mark.parametrize(
    ("version", "knowledge"),
    [
        ("1.16.0", Knowledge.SHIPPED),
        ("1.16.3", Knowledge.SHIPPED),
        ("1.2.0", Knowledge.NEIGHBOURS),
        ("1.17.0", Knowledge.UNKNOWN),
        ("0.3", Knowledge.UNKNOWN),
    ],
)
def test_where_that_comes_from_which_is_known(version: str, knowledge: Knowledge) -> None:
    assert pinned(trl=version).knowledge("trl") is knowledge
    assert pinned(trl=version).knowledge("transformers") is None
    assert pinned(peft="0.1").knowledge("peft") is None
