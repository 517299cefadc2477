"""Markers of chat templates."""

import pytest

from lossguard.libraries.knowledge import parts_for_checkpoint, parts_for_template, template_names

CHATML = ("<|im_start|>user\n", "<|im_start|>assistant\n")
LLAMA_3 = (
    "<|start_header_id|>user<|end_header_id|>\n\n",
    "<|start_header_id|>assistant<|end_header_id|>\n\n",
)


@pytest.mark.parametrize(
    ("template", "markers"),
    [
        ("qwen-2.5", CHATML),
        ("qwen2.5", CHATML),
        ("qwen25-coder", CHATML),
        ("chatml", CHATML),
        ("llama-3.1", LLAMA_3),
        ("Llama-31", LLAMA_3),
        ("gemma3", ("<start_of_turn>user\n", "<start_of_turn>model\n")),
        ("phi-4", ("<|im_start|>user<|im_sep|>", "<|im_start|>assistant<|im_sep|>")),
    ],
)
def test_a_template_name_or_its_alias_gives_the_markers(template: str, markers: tuple[str, str]) -> None:
    parts = parts_for_template(template)
    assert parts is not None
    assert (parts.instruction, parts.response) == markers


@pytest.mark.parametrize(
    ("checkpoint", "markers"),
    [
        ("Qwen/Qwen2.5-7B-Instruct", CHATML),
        ("unsloth/Qwen2.5-Coder-14B-Instruct-bnb-4bit", CHATML),
        ("Qwen/Qwen3-8B", CHATML),
        ("meta-llama/Llama-3.1-8B-Instruct", LLAMA_3),
        ("unsloth/Meta-Llama-3.1-8B-Instruct-unsloth-bnb-4bit", LLAMA_3),
        ("google/gemma-2-9b-it", ("<start_of_turn>user\n", "<start_of_turn>model\n")),
        ("mistralai/Mistral-7B-Instruct-v0.2", ("[INST]", "[/INST]")),
    ],
)
def test_a_checkpoint_gives_the_markers_of_its_family(checkpoint: str, markers: tuple[str, str]) -> None:
    parts = parts_for_checkpoint(checkpoint)
    assert parts is not None
    assert (parts.instruction, parts.response) == markers


@pytest.mark.parametrize(
    "checkpoint",
    [
        "meta-llama/Llama-3.1-8B",
        "Qwen/Qwen3-8B-Base",
        "ibm-granite/granite-4.0-micro-base",
        "someone/llama-3-8b-instruct-chatml",
        "./out",
    ],
)
def test_a_base_or_foreign_checkpoint_gives_nothing(checkpoint: str) -> None:
    assert parts_for_checkpoint(checkpoint) is None


def test_an_unknown_template_gives_nothing() -> None:
    assert parts_for_template("my-template") is None


def test_both_spellings_of_a_marker_occur() -> None:
    parts = parts_for_template("llama-3.1")
    assert parts is not None
    assert parts.occurs("<|start_header_id|>assistant<|end_header_id|>\n\n")
    assert parts.occurs("<|start_header_id|>assistant<|end_header_id|>")
    assert not parts.occurs("<|im_start|>assistant\n")
    assert not parts.occurs("### Response:")


def test_every_marker_occurs_in_its_own_format() -> None:
    for name in sorted(template_names()):
        parts = parts_for_template(name)
        assert parts is not None
        assert parts.occurs(parts.instruction), name
        assert parts.occurs(parts.response), name


def test_a_broken_marker_from_the_wild_does_not_occur() -> None:
    parts = parts_for_checkpoint("unsloth/granite-4.0-micro")
    assert parts is not None
    assert not parts.occurs("<|start_of_role|>user|end_of_role|>")
