"""Markers of responses, as scripts give them to collators and masking steps."""

import json

from lossguard.rules.training_view import TrainingView
from lossguard.text.place import Place
from lossguard.values.value import Constant


def completion_marker(view: TrainingView) -> tuple[str, Place] | None:
    """The response template of ``DataCollatorForCompletionOnlyLM``, where it is a known text, and its place."""
    collator = view.collator
    if collator is None or collator.path != "trl.DataCollatorForCompletionOnlyLM" or collator.object is None:
        return None
    if view.versions.at_least("trl", "0.20") is not False:
        return None  # it is gone: another rule
    marker = collator.object.get("response_template")
    if not isinstance(marker, Constant) or not isinstance(marker.value, str) or not marker.value.strip():
        return None
    return marker.value, collator.object.places.get("response_template") or collator.place


def shown(text: str) -> str:
    """A text for a message: quoted, with ``…`` for what is not known, and not too long."""
    known = text.replace("\0", "…")
    return json.dumps(known if len(known) <= 60 else f"{known[:57]}…", ensure_ascii=False)
