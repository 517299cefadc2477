"""Tokenizer families."""

import pytest

from lossguard.libraries.knowledge import tokenizer_family


@pytest.mark.parametrize(
    "checkpoint",
    [
        "gpt2",
        "openai-community/gpt2-xl",
        "distilgpt2",
        "EleutherAI/gpt-neo-1.3B",
        "EleutherAI/gpt-j-6b",
        "huggyllama/llama-7b",
        "meta-llama/Llama-2-7b-hf",
        "meta-llama/Meta-Llama-3-8B",
        "meta-llama/Llama-3.2-1B-Instruct",
        "tiiuae/falcon-7b",
        "microsoft/phi-2",
    ],
)
def test_families_without_a_pad_token(checkpoint: str) -> None:
    family = tokenizer_family(checkpoint)
    assert family is not None
    assert family.ships_pad is False


@pytest.mark.parametrize(
    "checkpoint",
    [
        "bigscience/bloom-560m",
        "facebook/opt-125m",
        "Qwen/Qwen2.5-0.5B",
        "google/gemma-2b",
        "bert-base-uncased",
        "google-t5/t5-small",
        "unsloth/Meta-Llama-3.1-8B",
        "unsloth/llama-3-8b-bnb-4bit",
    ],
)
def test_families_with_a_pad_token(checkpoint: str) -> None:
    family = tokenizer_family(checkpoint)
    assert family is not None
    assert family.ships_pad is True


@pytest.mark.parametrize("checkpoint", ["EleutherAI/pythia-160m", "mistralai/Mistral-7B-v0.1"])
def test_an_answer_that_depends_on_the_release_needs_the_version(checkpoint: str) -> None:
    unsure = tokenizer_family(checkpoint)
    old = tokenizer_family(checkpoint, "4.46.3")
    assert unsure is not None
    assert unsure.ships_pad is None
    assert old is not None
    assert old.ships_pad is False


def test_gpt_neox_has_a_pad_token_since_transformers_5() -> None:
    family = tokenizer_family("EleutherAI/pythia-160m", "5.2.0")
    assert family is not None
    assert family.ships_pad is True


@pytest.mark.parametrize("checkpoint", ["someone/their-model", "gpt2-finetuned", "./checkpoint"])
def test_other_checkpoints_are_not_known(checkpoint: str) -> None:
    assert tokenizer_family(checkpoint) is None


def test_who_ends_a_sequence() -> None:
    t5 = tokenizer_family("google/flan-t5-base")
    llama = tokenizer_family("meta-llama/Llama-2-7b-hf")
    assert t5 is not None
    assert llama is not None
    assert t5.adds_eos is True
    assert llama.adds_eos is False
