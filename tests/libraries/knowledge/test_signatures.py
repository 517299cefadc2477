"""Parameters of trainers, arguments and collators through the versions."""

import pytest

from lossguard.libraries.knowledge import (
    argument_fields,
    class_homes,
    collator_parameters,
    collator_signature,
    compute_loss_parameters,
    importable,
    read_versions,
    takes_argument,
    takes_parameter,
    trainer_library,
    trainer_parameters,
    trainer_signature,
)


def spans(lifetimes: object, name: str) -> list[tuple[str | None, str | None, str | None]]:
    assert isinstance(lifetimes, tuple)
    return [(item.first, item.last, item.default) for item in lifetimes if item.name == name]


def test_max_seq_length_came_with_sft_config_and_went_at_0_20() -> None:
    runs = spans(argument_fields("SFTConfig"), "max_seq_length")
    assert runs[0][0] == "0.9.6"
    assert runs[-1][1] == "0.19.1"


@pytest.mark.parametrize(
    ("trl", "taken"),
    [("0.9.6", True), ("0.15.2", True), ("0.19.0", True), ("0.20.0", False), ("1.16.0", False), ("2.0", None)],
)
def test_whether_max_seq_length_is_taken(trl: str, taken: bool | None) -> None:
    assert takes_argument("SFTConfig", "max_seq_length", trl=trl, transformers="4.57.3") is taken


def test_max_length_replaced_it() -> None:
    assert spans(argument_fields("SFTConfig"), "max_length") == [("0.16.0", None, "1024")]


def test_a_default_that_changed_splits_the_lifetime() -> None:
    assert spans(argument_fields("SFTConfig"), "dataset_text_field") == [
        ("0.9.6", "0.11.4", "None"),
        ("0.12.2", None, "'text'"),
    ]


def test_a_trl_configuration_also_takes_what_training_arguments_takes() -> None:
    assert takes_argument("SFTConfig", "warmup_ratio", trl="0.24.0", transformers="4.57.3") is True
    assert takes_argument("SFTConfig", "warmup_ratio", trl="1.16.0", transformers="5.23.0") is False
    assert takes_argument("SFTConfig", "warmup_ratio", trl="1.16.0") is None
    assert takes_argument("SFTConfig", "no_such_thing", trl="1.16.0") is False
    assert takes_argument("MyConfig", "warmup_ratio", trl="1.16.0") is None


@pytest.mark.parametrize(
    ("name", "last", "gone"),
    [
        ("evaluation_strategy", "4.49.0", "4.51.3"),
        ("no_cuda", "4.57.3", "5.0.0"),
        ("group_by_length", "5.1.0", "5.2.0"),
        ("logging_dir", "5.10.4", "5.15.0"),
        ("warmup_ratio", "5.10.4", "5.15.0"),
    ],
)
def test_removed_training_arguments(name: str, last: str, gone: str) -> None:
    assert takes_argument("TrainingArguments", name, transformers=last) is True
    assert takes_argument("TrainingArguments", name, transformers=gone) is False


def test_the_seq2seq_arguments_are_training_arguments_and_more() -> None:
    assert takes_argument("Seq2SeqTrainingArguments", "predict_with_generate", transformers="4.40.2") is True
    assert takes_argument("Seq2SeqTrainingArguments", "output_dir", transformers="4.40.2") is True
    assert takes_argument("TrainingArguments", "predict_with_generate", transformers="4.40.2") is False


def test_between_two_versions_that_disagree_nothing_is_known() -> None:
    # Read: 5.12.1 with it, 5.15.0 without.
    assert takes_argument("TrainingArguments", "logging_dir", transformers="5.12.9") is True
    assert takes_argument("TrainingArguments", "logging_dir", transformers="5.13.0") is None
    assert takes_argument("TrainingArguments", "logging_dir", transformers="5.15.1") is False


def test_the_trainer_passes_num_items_in_batch_since_4_46() -> None:
    assert spans(compute_loss_parameters("Trainer"), "num_items_in_batch") == [("4.46.3", None, "None")]
    assert spans(compute_loss_parameters("Trainer"), "return_outputs") == [(None, None, "False")]


def test_positional_order_of_the_trainer() -> None:
    old = trainer_signature("Trainer", "4.40.2")
    new = trainer_signature("Trainer", "5.23.0")
    assert old is not None
    assert new is not None
    assert old.positional()[:7] == (
        "model", "args", "data_collator", "train_dataset", "eval_dataset", "tokenizer", "model_init",
    )  # fmt: skip
    assert new.positional()[:8] == (
        "model", "args", "data_collator", "train_dataset", "eval_dataset", "processing_class", "model_init",
        "compute_loss_func",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("trainer", "version", "taken"),
    [
        ("Trainer", "4.40.2", True),
        ("Trainer", "4.57.3", True),  # with a warning
        ("Trainer", "5.0.0", False),
        ("SFTTrainer", "0.11.4", True),
        ("SFTTrainer", "0.15.2", True),  # with a warning
        ("SFTTrainer", "0.16.1", False),
        ("ORPOTrainer", "1.16.0", False),
    ],
)
def test_whether_a_trainer_takes_tokenizer(trainer: str, version: str, taken: bool) -> None:
    assert takes_parameter(trainer, "tokenizer", version) is taken


def test_arguments_that_moved_into_sft_config() -> None:
    assert takes_parameter("SFTTrainer", "dataset_text_field", "0.12.2") is True
    assert takes_parameter("SFTTrainer", "dataset_text_field", "0.13.0") is False
    assert takes_parameter("GRPOTrainer", "data_collator", "1.16.0") is False
    assert {item.name for item in trainer_parameters("SFTTrainer")} >= {"model", "args", "packing", "peft_config"}


def test_a_shim_has_the_signature_of_what_it_stands_for() -> None:
    said = trainer_signature("KTOTrainer", "0.26.2")
    assert said is not None
    assert said.positional()[:2] == ("model", "ref_model")


def test_where_a_class_can_be_imported_from() -> None:
    assert importable("KTOTrainer", "trl", "0.24.0") is True
    assert importable("ORPOConfig", "trl", "0.24.0") is True
    assert importable("ORPOConfig", "trl", "1.16.0") is False
    assert class_homes("ORPOConfig", "trl")[-1].module == "trl.experimental.orpo.orpo_config"
    assert importable("DataCollatorForCompletionOnlyLM", "trl", "0.19.1") is True
    assert importable("DataCollatorForCompletionOnlyLM", "trl", "0.20.0") is False
    assert importable("NoSuchTrainer", "trl", "1.0.0") is None


def test_trainers_are_told_by_library() -> None:
    assert trainer_library("Seq2SeqTrainer") == "transformers"
    assert trainer_library("DPOTrainer") == "trl"
    assert trainer_library("LoggingTrainer") is None
    assert trainer_parameters("LoggingTrainer") == ()


def test_collators_of_one_name_are_told_apart() -> None:
    theirs = [item.name for item in collator_parameters("DataCollatorForLanguageModeling", "transformers")]
    trls = [item.name for item in collator_parameters("DataCollatorForLanguageModeling", "trl")]
    assert theirs[:2] == ["tokenizer", "mlm"]
    assert trls[0] == "pad_token_id"
    dpo = collator_signature("DataCollatorForPreference", "trl", "1.16.0", "dpo_trainer")
    reward = collator_signature("DataCollatorForPreference", "trl", "1.16.0", "reward_trainer")
    assert dpo is not None
    assert reward is not None
    assert dpo.positional() != reward.positional()


def test_positional_order_of_the_seq2seq_collator() -> None:
    said = collator_signature("DataCollatorForSeq2Seq", "transformers", "5.23.0")
    assert said is not None
    assert said.positional()[:3] == ("tokenizer", "model", "padding")
    assert said.parameters[0].required


def test_versions_read_are_in_order() -> None:
    assert read_versions("transformers")[0] == "4.40.2"
    assert read_versions("trl")[-1] == "1.16.0"
