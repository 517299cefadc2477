"""The edit that takes names out of a comment which silences nothing by them."""

import re
from collections.abc import Collection

from lossguard.findings.comments import Suppression
from lossguard.text.edits import Edit

_NEXT_COMMENT = re.compile(r"[ \t]*(?=#[ \t]*[A-Za-z])")


def unignore_edit(suppression: Suppression, keys: Collection[str]) -> Edit:
    """Remove some of a comment's names; with the last one goes the comment, its reason and its own line."""
    part, code = suppression.part, suppression.part.code
    kept = [key for key in suppression.keys if key not in keys]
    if kept:
        opening = code.index("[", suppression.start) + 1
        return Edit(part, opening, suppression.end - 1, ", ".join(kept))
    row_start = part.lines.starts[suppression.row]
    row_end = row_start + len(part.lines.line(suppression.row))
    behind = _NEXT_COMMENT.search(code, suppression.end, row_end)
    if behind is not None:  # another comment follows in its place
        return Edit(part, suppression.start, behind.end(), "")
    before = code[row_start : suppression.start]
    if before.strip():
        return Edit(part, row_start + len(before.rstrip()), row_end, "")
    is_last = suppression.row + 1 >= len(part.lines)
    return Edit(part, row_start, row_end if is_last else part.lines.starts[suppression.row + 1], "")
