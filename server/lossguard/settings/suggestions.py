"""The word that somebody may have meant."""

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``; did you mean 'select'?``, or nothing if no known word is near."""
    from difflib import get_close_matches

    by_folded = {entry.lower(): entry for entry in known}
    near = get_close_matches(word.lower().replace("_", "-"), list(by_folded), n=1, cutoff=0.6)
    return f"; did you mean {by_folded[near[0]]!r}?" if near else ""
