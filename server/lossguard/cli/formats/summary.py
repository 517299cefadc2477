"""The last line of a run."""

from collections.abc import Iterator
from functools import reduce

from lossguard.cli import words as w
from lossguard.cli.formats.format import Totals
from lossguard.cli.words import Words
from lossguard.findings.finding import Applicability, Severity


def summary(totals: Totals, words: Words, dry: bool = False) -> Iterator[str]:
    """``Found 3 problems (2 errors, 1 warning) in 12 files; 2 can be fixed with --fix.`` and the like."""
    if totals.fixed:
        yield words.say(
            w.WOULD_FIX if dry else w.FIXED,
            problems=words.count(w.PROBLEMS, totals.fixed),
            files=words.count(w.FILES, totals.fixed_files),
        )
    if not dry:
        yield _found(totals, words)
    if totals.failed:
        yield words.say(w.UNCHECKED, files=words.count(w.FILES, totals.failed))


def _found(totals: Totals, words: Words) -> str:
    files = words.count(w.FILES, totals.files)
    if not totals.findings:
        return words.say(w.NONE_FOUND, files=files)
    fixable = _fixable(totals, words)
    template = w.FOUND_FIXABLE if fixable else w.FOUND
    return words.say(template, problems=_problems(totals, words), files=files, fixable=fixable)


def _problems(totals: Totals, words: Words) -> str:
    kinds = [words.count(w.COUNTS[kind], totals.severities[kind]) for kind in Severity if totals.severities[kind]]
    if len(kinds) == 1:
        return kinds[0]
    listed = reduce(lambda one, other: words.say(w.COMMA, one=one, other=other), kinds)
    return words.say(w.KINDS, problems=words.count(w.PROBLEMS, totals.findings), kinds=listed)


def _fixable(totals: Totals, words: Words) -> str:
    safe, unsafe = totals.fixable[Applicability.SAFE], totals.fixable[Applicability.UNSAFE]
    if not safe:
        return words.say(w.CAN_FIX_UNSAFE, count=unsafe) if unsafe else ""
    sentence = words.say(w.CAN_FIX, count=safe)
    return words.say(w.MORE_UNSAFE, safe=sentence, count=unsafe) if unsafe else sentence
