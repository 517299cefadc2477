"""Packing and training without padding in trl's `SFTTrainer`: shared by the rules about its collators."""

from lossguard.findings.finding import Applicability, Fix, Message
from lossguard.rules import editing
from lossguard.rules.training_view import TrainingView
from lossguard.values.value import ABSENT, ClassValue, Constant, FunctionValue, Method, Partial, Ref, Symbol, members

TURN_OFF = "Set `{setting}=False`"


def collator_given(view: TrainingView) -> bool:
    """Whether some collator is certainly given, whichever."""
    given = view.argument("data_collator")
    return all(isinstance(one, Ref | FunctionValue | Partial | Symbol | Method | ClassValue) for one in members(given))


def packs(view: TrainingView) -> bool:
    """Whether rows are certainly packed: by the configuration, or by the trainer's own argument (trl before 0.13)."""
    answers = [view.argument("packing"), view.setting("packing")]
    return Constant(True) in answers and all(answer in (ABSENT, Constant(None), Constant(True)) for answer in answers)


def never_packs(view: TrainingView) -> bool:
    """Whether rows are certainly not packed."""
    answers = [view.argument("packing"), view.setting("packing")]
    return all(answer in (ABSENT, Constant(None), Constant(False)) for answer in answers)


def packs_padding_free(view: TrainingView) -> bool:
    """Whether packing certainly implies training without padding (trl 0.19 and newer).

    Source: ``trl/trainer/sft_trainer.py`` of 0.19.1 (``ffd``), 0.20.0 (``bfd``) and 1.0.0 (``bfd``, ``bfd_split``).
    """
    strategy = view.setting("packing_strategy")
    if not packs(view) or view.versions.at_least("trl", "0.19") is not True:
        return False
    split = strategy == Constant("bfd_split") and view.versions.at_least("trl", "1.0") is True
    best_fit = strategy == Constant("bfd") and view.versions.at_least("trl", "0.20") is True
    return split or best_fit or strategy is ABSENT


def refuses_collators(view: TrainingView) -> str:
    """The setting for which SFTTrainer needs its own collator; empty if there is none."""
    if not view.is_sft or view.unsloth:
        return ""
    if view.setting("padding_free") == Constant(True) and view.versions.at_least("trl", "0.16"):
        return "padding_free"
    return "packing" if packs_padding_free(view) else ""


def turn_off(view: TrainingView, setting: str) -> tuple[Fix, ...]:
    """Write ``False`` where a setting is ``True``."""
    args = view.find(view.argument("args"))
    place = args.places.get(setting) if args is not None else None
    if place is None:
        place = view.object.places.get(setting)
    if place is None or place.source != "True":
        return ()  # it comes through a variable or a splat
    title = Message(TURN_OFF, {"setting": setting})
    return (Fix(title, Applicability.UNSAFE, lambda: (editing.replace(place, "False"),)),)
