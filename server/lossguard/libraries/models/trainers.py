"""Trainers and their arguments, of transformers and trl."""

from lossguard.libraries.models.callbacks import run_callbacks
from lossguard.libraries.models.formatters import format_rows
from lossguard.libraries.models.rows import look_into
from lossguard.values.calls import Call, Machine, Models
from lossguard.values.value import ClassValue, Ref, Symbol, Unknown, Value

TRAINERS = ("transformers.Trainer", "transformers.Seq2SeqTrainer", "trl.SFTTrainer", "trl.DPOTrainer",
            "trl.RewardTrainer", "trl.ORPOTrainer", "trl.CPOTrainer", "trl.KTOTrainer", "trl.GRPOTrainer",
            "unsloth.UnslothTrainer")  # fmt: skip
ARGUMENTS = ("transformers.TrainingArguments", "transformers.Seq2SeqTrainingArguments", "trl.SFTConfig",
             "trl.DPOConfig", "trl.RewardConfig", "trl.ORPOConfig", "trl.CPOConfig", "trl.KTOConfig",
             "trl.GRPOConfig", "unsloth.UnslothTrainingArguments")  # fmt: skip
_POSITIONS = ("model", "args", "data_collator", "train_dataset", "eval_dataset")
_OTHER_POSITIONS = {
    "trl.DPOTrainer": ("model", "ref_model", "args", "data_collator", "train_dataset", "eval_dataset"),
    "trl.KTOTrainer": ("model", "ref_model", "args", "train_dataset", "eval_dataset"),
    "trl.GRPOTrainer": ("model", "reward_funcs", "args", "train_dataset", "eval_dataset"),
}
_PURE_METHODS = frozenset(
    """evaluate predict save_model save_state save_metrics log_metrics log push_to_hub remove_callback
    pop_callback create_model_card get_train_dataloader get_eval_dataloader get_test_dataloader is_world_process_zero
    is_local_process_zero create_optimizer create_scheduler create_optimizer_and_scheduler hyperparameter_search
    num_examples floating_point_ops metrics_format""".split()
)


def register(models: Models) -> None:
    for path in TRAINERS:
        models.classes[path] = ("trainer", construct_trainer)
    for path in ARGUMENTS:
        models.classes[path] = ("arguments", _construct_arguments)
    models.methods["trainer", "train"] = _train
    models.pure_methods["trainer"] = _PURE_METHODS
    models.settable["trainer"] = frozenset(
        ("data_collator", "compute_metrics", "preprocess_logits_for_metrics", "compute_loss_func", "model_init", "log")
    )
    models.pure_methods["arguments"] = frozenset(
        ("main_process_first", "to_dict", "get_warmup_steps", "to_json_string")
    )


def construct_trainer(machine: Machine, ref: Ref, call: Call) -> None:
    kind = machine.heap[ref].type
    base = kind.library_base() if isinstance(kind, ClassValue) else kind
    path = base.path if isinstance(base, Symbol) else ""
    positions = _OTHER_POSITIONS.get(machine.canonical(path), _POSITIONS)
    for name in dict.fromkeys((*positions, *call.keywords)):
        position = positions.index(name) if name in positions else None
        given = call.find(name, position)
        if given is not None and (name in call.keywords or position is not None):
            machine.heap.set(ref, name, given.value, given.place)
    thing = machine.heap.writable(ref)
    thing.rest = call.unknown_keywords
    thing.made, thing.node = call.place, call.node
    look_into(machine, ref, call)
    format_rows(machine, ref, call)


def _construct_arguments(machine: Machine, ref: Ref, call: Call) -> None:
    given = call.find("output_dir", 0)
    if given is not None:
        machine.heap.set(ref, "output_dir", given.value, given.place)
    for name, argument in call.keywords.items():
        machine.heap.set(ref, name, argument.value, argument.place)
    machine.heap.writable(ref).rest = call.unknown_keywords


def _train(machine: Machine, ref: Ref, call: Call) -> Value:
    run_callbacks(machine, ref, call)
    look_into(machine, ref, call)
    machine.train(ref, call.place)
    return Unknown("the result of training")
