"""What a dry run found, in the form in which statements ask for it."""

from dataclasses import dataclass
from typing import Any

Told = dict[str, Any]

NO_LOSS = "DRY005"


@dataclass(frozen=True, slots=True)
class Truth:
    """The JSON of a dry run that reached its training."""

    result: Told

    @property
    def facts(self) -> Told:
        return self.result["facts"] or {}

    @property
    def model(self) -> str:
        return str(self.facts["model"].get("class", ""))

    @property
    def collator(self) -> Told:
        return dict(self.facts["collator"])

    @property
    def tokenizer(self) -> Told:
        return dict(self.facts["tokenizer"])

    @property
    def arguments(self) -> Told:
        """As the script set them: what the dry run changed is taken back."""
        changed = {change["what"]: change["before"] for change in self.result["changes"]}
        told = self.facts["arguments"]
        return {name: changed.get(name, value) for name, value in told.items()}

    @property
    def labels(self) -> str:
        """Who made them; ``nobody`` also where the training ended for want of a loss; empty if that is not known."""
        nobody = any(finding["code"] == NO_LOSS for finding in self.result["findings"])
        return "nobody" if nobody else str(self.facts["labels"])

    @property
    def kinds(self) -> list[list[str]]:
        """Of each row that is shown, the kind of each token."""
        return [[token["kind"] for token in row["tokens"]] for row in self.result["rows"] if row["tokens"]]

    @property
    def texts(self) -> list[list[tuple[str, str]]]:
        """Of each row that is shown, text and kind of each token."""
        return [[(token["text"], token["kind"]) for token in row["tokens"]] for row in self.result["rows"]]

    @property
    def batch(self) -> frozenset[str]:
        return frozenset(tensor["name"] for tensor in self.result["batch"])

    def columns_behind(self, row: int, number: int) -> frozenset[str] | None:
        """The columns behind a step: that of a line, else the step of that number."""
        steps = self.facts["steps"]
        at = [step for step in steps if step["place"]["location"]["row"] <= row <= step["place"]["end_location"]["row"]]
        if len(at) == 1:
            return frozenset(at[0]["columns"])
        return frozenset(steps[number - 1]["columns"]) if 0 < number <= len(steps) else None
