"""The word that somebody may have meant."""

from collections.abc import Iterable

from lossguard.findings.finding import Message


def near(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like one that is not known; None if none is like it."""
    from difflib import get_close_matches

    by_folded = {entry.lower(): entry for entry in known}
    found = get_close_matches(word.lower().replace("_", "-"), list(by_folded), n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def unknown_word(templates: tuple[str, str], word: str, known: Iterable[str], **arguments: str) -> Message:
    """Says that a word is not known; ``templates``: without and with ``near``, the word that may have been meant."""
    meant = near(word, known)
    plain, suggesting = templates
    return Message(plain, arguments) if meant is None else Message(suggesting, {**arguments, "near": repr(meant)})
