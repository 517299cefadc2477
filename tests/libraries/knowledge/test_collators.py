"""What collators do to labels."""

import pytest

from lossguard.libraries.knowledge import collator_history, collator_semantics


def test_the_seq2seq_collator_never_creates_labels() -> None:
    for version, without in [("4.40.2", "absent"), ("4.41.0", "none"), ("5.23.0", "none")]:
        said = collator_semantics("transformers", "DataCollatorForSeq2Seq", version)
        assert said is not None
        assert said.creates_labels is False
        assert said.pads_labels is True
        assert said.without_labels == without


def test_the_language_modeling_collators_are_opposites() -> None:
    theirs = collator_semantics("transformers", "DataCollatorForLanguageModeling")
    trls = collator_semantics("trl", "DataCollatorForLanguageModeling")
    assert theirs is not None
    assert trls is not None
    assert (theirs.overwrites_labels, theirs.masks_pad_id, theirs.pads_labels) == (True, True, False)
    assert (trls.overwrites_labels, trls.masks_pad_id, trls.pads_labels) == (False, False, True)


def test_the_collator_of_trl_came_with_a_patch_release() -> None:
    assert collator_semantics("trl", "DataCollatorForLanguageModeling", "0.16.0") is None
    said = collator_semantics("trl", "DataCollatorForLanguageModeling", "0.16.1")
    assert said is not None
    assert said.overwrites_labels is True


@pytest.mark.parametrize("name", ["default_data_collator", "DefaultDataCollator", "DataCollatorWithPadding"])
def test_default_collators_rename_and_pad_no_labels(name: str) -> None:
    said = collator_semantics("transformers", name)
    assert said is not None
    assert said.renames == {"label", "label_ids"}
    assert said.pads_labels is False
    assert said.creates_labels is False


def test_the_token_classification_collator_does_not_rename() -> None:
    said = collator_semantics("transformers", "DataCollatorForTokenClassification")
    assert said is not None
    assert said.renames == frozenset()


def test_a_collator_that_is_gone_is_gone() -> None:
    assert collator_semantics("trl", "DataCollatorForCompletionOnlyLM", "0.20.0") is None
    assert collator_semantics("trl", "DataCollatorForCompletionOnlyLM", "0.19.1") is not None
    assert collator_semantics("transformers", "MyCollator") is None


def test_mask_columns_by_version() -> None:
    assert [sorted(entry.mask_columns) for entry in collator_history("trl", "DataCollatorForLanguageModeling")] == [
        [],
        ["completion_mask"],
        ["assistant_masks", "completion_mask"],
        [],
    ]
