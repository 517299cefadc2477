"""The related places that rules about collators and labels share: where each fact was set."""

from lossguard.findings.finding import Message, Related
from lossguard.rules.context import Context
from lossguard.rules.training_view import CollatorFact, TrainingView
from lossguard.text.place import Place

MADE_HERE = "the collator is made here"
NO_LABELS = "after this step the rows have no `labels`"
LABELS = "the labels are made here"
MODEL = "the model is loaded here"


def collator_made(view: TrainingView, collator: CollatorFact) -> tuple[Related, ...]:
    call = view.collator_call(collator)
    return (Related(call.place, Message(MADE_HERE)),) if call is not None else ()


def columns_made(view: TrainingView, template: str = NO_LABELS) -> tuple[Related, ...]:
    return (Related(view.columns_place, Message(template)),) if view.columns_place is not None else ()


def labels_made(view: TrainingView) -> tuple[Related, ...]:
    labels = view.labels
    return (Related(labels.place, Message(LABELS)),) if labels is not None and labels.place is not None else ()


def model_loaded(view: TrainingView) -> tuple[Related, ...]:
    model = view.models[0] if view.models else None
    return (Related(model.made, Message(MODEL)),) if model is not None and model.made is not None else ()


def collator_place(view: TrainingView, collator: CollatorFact) -> Place:
    """The collator's argument; the name of the trainer's class where none is given."""
    if not collator.given and view.call is not None:
        return view.call.function.place
    return collator.place


def first_shown(context: Context, *places: Place | None) -> Place:
    """The first place that lies in the document itself; the last one if none does."""
    shown = {block[0].place.part for block in context.blocks if block}
    known = [place for place in places if place is not None]
    return next((place for place in known if place.part in shown), known[-1])


def column_names(view: TrainingView) -> str:
    """The columns for a message; those that only some tokenizers make left out."""
    names = view.columns.names() if view.columns is not None else ()
    return ", ".join(name for name in names if name != "token_type_ids") or "?"
