"""SUP001: a comment silences a rule that finds nothing there."""

from collections.abc import Callable, Iterator
from functools import partial

from lossguard.findings.comments import Suppression
from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Severity
from lossguard.findings.suppressions import Suppressions
from lossguard.findings.unignore import unignore_edit
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.text.edits import Edit
from lossguard.text.place import Anchor, Place

UNUSED = "`{key}` finds nothing here, so this comment silences nothing: it would hide a mistake that is made later"
UNKNOWN = "there is no rule `{key}`, so this comment silences nothing"
NAMELESS = "this comment names no rule, so it silences nothing: write `ignore[name]`"
REMOVE = "Remove `{keys}` from the comment"
REMOVE_ALL = "Remove the comment"


class UnusedSuppression(Rule):
    """
    ## What it does

    Finds `# lossguard: ignore[…]` and `file-ignore[…]` that silence nothing: the rule that they name finds nothing in
    that place, or there is no such rule. A rule that is not selected is not counted, and neither is a file that does
    not parse.

    ## Why it is bad

    The comment outlived its reason. It stays quiet when the mistake is made again.

    ## Example

    ```python
    from transformers import Trainer

    trainer = Trainer(model=model, args=args)  # lossguard: ignore[seq2seq-collator-no-labels]
    ```

    ## Use instead

    ```python
    from transformers import Trainer

    trainer = Trainer(model=model, args=args)
    ```

    ## Fix safety

    Safe: it removes the name, with the last one the comment and its reason.

    ## References

    - [Comments that silence](https://github.com/lossguard/lossguard/blob/main/docs/settings.md#comments)
    """

    code = "SUP001"
    name = "unused-suppression"
    severity = Severity.INFO
    summary = "a comment silences a rule that finds nothing there"
    applies = "all versions"
    libraries = ()
    messages = (UNUSED, UNKNOWN, NAMELESS, REMOVE, REMOVE_ALL)

    def check(self, context: Context) -> Iterator[Finding]:  # noqa: ARG002 - see `unused`
        """Nothing: what a comment silences is known only when all other rules have spoken."""
        return iter(())

    def unused(
        self, suppressions: Suppressions, ran: Callable[[str], bool], exists: Callable[[str], bool]
    ) -> Iterator[Finding]:
        """Comments by which nothing was silenced, by the names in them of rules that did run."""
        for suppression in suppressions.all():
            useless: list[str] = []
            first: Message | None = None if suppression.keys else Message(NAMELESS)
            for key in suppression.keys:
                word = key.lower()
                if word in (self.name, self.code.lower()) or suppressions.is_used(suppression, key):
                    continue
                if not exists(word) or ran(word):
                    useless.append(key)
                    first = first or Message(UNUSED if exists(word) else UNKNOWN, {"key": key})
            if first is not None:
                yield self._finding(suppression, tuple(useless), first)

    def _finding(self, suppression: Suppression, keys: tuple[str, ...], message: Message) -> Finding:
        place = Place(Anchor(suppression.part, suppression.start), 0, suppression.end - suppression.start)
        some_stay = len(keys) < len(suppression.keys)
        title = Message(REMOVE, {"keys": ", ".join(keys)}) if some_stay else Message(REMOVE_ALL)
        fix = Fix(title, Applicability.SAFE, partial(_edits, suppression, keys))
        cause = Cause("unused-suppression", "comment", place)
        return Finding(self.code, self.name, self.severity, message, place, cause, self.url, fixes=(fix,))


def _edits(suppression: Suppression, keys: tuple[str, ...]) -> tuple[Edit, ...]:
    return (unignore_edit(suppression, keys),)
