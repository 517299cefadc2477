"""One cause, one finding: what was read and what a dry run has found are put together."""

from lossguard.findings.confirm import confirmed
from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Severity
from lossguard.text.document import Part
from lossguard.text.place import Anchor, Place

PART = Part("train.py", "collator = make()\ntrain(collator)\n")


def place(start: int, end: int) -> Place:
    return Place(Anchor(PART, start), 0, end - start)


def finding(code: str, message: str, cause: Cause, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(code, code.lower(), severity, Message(message), place(0, 8), cause, "https://example.org")


def cause(kind: str = "no-labels", start: int = 11) -> Cause:
    return Cause(kind, "labels", place(start, start + 6))


def test_a_cause_that_a_run_has_found_too_is_confirmed_and_keeps_its_fix() -> None:
    fix = Fix(Message("Mend it"), Applicability.SAFE, tuple)
    read = finding("COL001", "the rows have no labels", cause(), Severity.WARNING)
    read = Finding(**{name: getattr(read, name) for name in Finding.__slots__} | {"fixes": (fix,)})
    ran = finding("DRY005", "the model returned no loss", cause())
    (joined,) = confirmed([read], [ran])
    assert joined.message.text() == "confirmed by a dry run: the rows have no labels"
    assert (joined.code, joined.fixes, joined.severity) == ("COL001", (fix,), Severity.ERROR)
    assert [one.message.text() for one in joined.related] == ["the model returned no loss"]


def test_two_findings_of_a_run_confirm_once() -> None:
    read = finding("COL001", "no labels", cause())
    runs = [finding("DRY005", "first", cause()), finding("DRY006", "second", cause())]
    (joined,) = confirmed([read], runs)
    assert joined.message.text() == "confirmed by a dry run: no labels"
    assert [one.message.text() for one in joined.related] == ["first", "second"]


def test_another_kind_or_place_is_another_cause() -> None:
    read = finding("COL001", "no labels", cause())
    runs = [finding("DRY005", "kind", cause("no-head")), finding("DRY005", "place", cause(start=0))]
    assert confirmed([read], runs) == (read, *runs)


def test_the_inner_message_is_translated() -> None:
    (joined,) = confirmed([finding("COL001", "no labels", cause())], [finding("DRY005", "no loss", cause())])
    told = {"confirmed by a dry run: {finding}": "bestätigt: {finding}", "no labels": "keine Labels"}
    assert joined.message.text(lambda text: told.get(text, text)) == "bestätigt: keine Labels"
