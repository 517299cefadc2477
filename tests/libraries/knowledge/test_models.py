"""What is known about model classes."""

import pytest

from lossguard.libraries.knowledge import (
    forward_labels,
    is_model_class,
    model_exists,
    model_history,
    model_tasks,
)


@pytest.mark.parametrize(
    ("class_name", "tasks"),
    [
        ("LlamaForCausalLM", {"causal-lm"}),
        ("GPT2LMHeadModel", {"causal-lm"}),
        ("T5ForConditionalGeneration", {"seq2seq-lm"}),
        ("BertForMaskedLM", {"masked-lm"}),
        ("BertForSequenceClassification", {"sequence-classification"}),
        ("BertForTokenClassification", {"token-classification"}),
        ("BertForQuestionAnswering", {"question-answering"}),
        ("BertForMultipleChoice", {"multiple-choice"}),
        ("BertForNextSentencePrediction", {"next-sentence"}),
        ("BertForPreTraining", {"pretraining"}),
        ("ViTForImageClassification", {"image-classification"}),
        ("LlavaForConditionalGeneration", {"image-text-to-text"}),
        ("Wav2Vec2ForCTC", {"ctc"}),
        ("WhisperForConditionalGeneration", {"speech-seq2seq"}),
    ],
)
def test_a_head_is_told_by_the_table_that_lists_the_class(class_name: str, tasks: set[str]) -> None:
    assert model_tasks(class_name) == tasks


@pytest.mark.parametrize("class_name", ["LlamaModel", "BertModel", "T5Model", "GPT2Model", "Qwen3Model"])
def test_a_bare_model_is_base_and_gives_no_loss(class_name: str) -> None:
    assert model_tasks(class_name) == {"base"}
    facts = forward_labels(class_name)
    assert facts is not None
    assert facts.label_parameters == ()
    assert facts.returns_loss is False


@pytest.mark.parametrize("class_name", ["GPT2DoubleHeadsModel", "CLIPModel", "SamModel", "T5EncoderModel"])
def test_what_is_not_certainly_bare_is_not_base(class_name: str) -> None:
    assert is_model_class(class_name)
    assert "base" not in model_tasks(class_name)


@pytest.mark.parametrize(
    ("auto", "task"),
    [
        ("AutoModel", "base"),
        ("AutoModelForCausalLM", "causal-lm"),
        ("AutoModelForSeq2SeqLM", "seq2seq-lm"),
        ("AutoModelForMaskedLM", "masked-lm"),
        ("AutoModelForSequenceClassification", "sequence-classification"),
        ("AutoModelForTokenClassification", "token-classification"),
        ("AutoModelForQuestionAnswering", "question-answering"),
        ("AutoModelForMultipleChoice", "multiple-choice"),
        ("AutoModelForImageTextToText", "image-text-to-text"),
        ("AutoModelForVision2Seq", "image-text-to-text"),
        ("AutoModelForCTC", "ctc"),
        ("AutoModelForSpeechSeq2Seq", "speech-seq2seq"),
        ("AutoModelForDepthEstimation", "other"),
    ],
)
def test_an_auto_class_has_the_task_of_its_table(auto: str, task: str) -> None:
    assert model_tasks(auto) == {task}
    assert forward_labels(auto) is None


def test_an_unknown_class_has_no_tasks() -> None:
    assert model_tasks("MyOwnModel") == frozenset()
    assert not is_model_class("MyOwnModel")
    assert forward_labels("MyOwnModel") is None
    assert model_exists("MyOwnModel", "5.0.0") is None


def test_question_answering_takes_positions_instead_of_labels() -> None:
    facts = forward_labels("BertForQuestionAnswering")
    assert facts is not None
    assert facts.label_parameters == ("start_positions", "end_positions")
    assert facts.returns_loss is True


def test_a_contrastive_model_gives_a_loss_only_when_asked() -> None:
    facts = forward_labels("CLIPModel")
    assert facts is not None
    assert facts.label_parameters == ("return_loss",)


def test_labels_that_come_in_by_keywords_only_are_told_apart_by_version() -> None:
    # From 5.10 on its forward is (*args, **kwargs): the Trainer drops a `labels` column.
    old = forward_labels("Qwen3_5ForSequenceClassification", "5.5.4")
    new = forward_labels("Qwen3_5ForSequenceClassification", "5.23.0")
    assert old is not None
    assert new is not None
    assert old.label_parameters == ("labels",)
    assert new.label_parameters == ()
    assert new.var_keywords
    assert new.returns_loss is not False


def test_a_class_that_refuses_labels_returns_no_loss() -> None:
    facts = forward_labels("DPTForDepthEstimation")
    assert facts is not None
    assert facts.returns_loss is False


def test_extra_keywords_are_swallowed_from_some_version_on() -> None:
    assert [facts.forward.var_keywords for facts in model_history("LlamaForCausalLM")] == [False, True]


def test_classes_come_and_go() -> None:
    assert model_exists("Qwen3ForCausalLM", "4.40.2") is False
    assert model_exists("Qwen3ForCausalLM", "5.23.0") is True
    assert model_exists("AutoModelForVision2Seq", "4.40.2") is True
    assert model_exists("AutoModelForVision2Seq", "5.23.0") is False
    assert model_exists("LlamaForCausalLM", "4.30.0") is None
