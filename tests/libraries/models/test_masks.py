"""What labels hold behind the ways in which people mask them."""

import pytest

from tests.libraries.models.facts import tags

BEFORE = """
import torch
ids = tokenizer(lib.text)["input_ids"]
n = len(tokenizer(lib.prompt)["input_ids"])
labels = ids.copy()
"""
PROMPTS = {
    "a slice": "labels[:n] = [-100] * n",
    "a slice of a batch": "labels[0, :n] = -100",
    "a slice of each row": "for row, text in enumerate(labels):\n    labels[row][:n] = -100",
    "a slice of all rows": "labels[:, :n] = -100",
    "a loop over the prompt": "for i in range(n):\n    labels[i] = -100",
    "a loop over the prompt, from zero": "for i in range(0, n):\n    labels[i] = -100",
    "a loop over all with a condition": "for i in range(len(labels)):\n    if i < n:\n        labels[i] = -100",
    "a loop with enumerate": "for i, token in enumerate(labels):\n    if i <= n:\n        labels[i] = -100",
    "a comprehension": "labels = [-100 if i < n else t for i, t in enumerate(ids)]",
    "a comprehension the other way": "labels = [t if i >= n else -100 for i, t in enumerate(ids)]",
    "a sum": "labels = [-100] * n + ids[n:]",
}
OTHERS = {
    "nothing": ("pass", "ids"),
    "the pad token": ("labels = [-100 if t == tokenizer.pad_token_id else t for t in ids]", "ids ignore padding"),
    "the pad token by position": (
        "for i in range(len(labels)):\n    if labels[i] == tokenizer.pad_token_id:\n        labels[i] = -100",
        "unknown",
    ),
    "the first three": ("labels = [-100 if i < 3 else t for i, t in enumerate(ids)]", "ids ignore"),
    "the end": ("labels = [-100 if i > n else t for i, t in enumerate(ids)]", "ids ignore"),
    "an unknown part": ("labels[lib.mask] = -100", "ids ignore"),
}


@pytest.mark.parametrize("code", PROMPTS.values(), ids=PROMPTS)
def test_a_masked_prompt_is_seen(code: str) -> None:
    assert tags(BEFORE + code, "labels") == "ids ignore prompt"


@pytest.mark.parametrize(("code", "expected"), OTHERS.values(), ids=OTHERS)
def test_other_masks_are_not_taken_for_it(code: str, expected: str) -> None:
    assert tags(BEFORE + code, "labels") == expected
