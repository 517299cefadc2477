"""The edit that silences a finding: "ignore on this line"."""

from lossguard.findings.comments import CommentMap, Suppression
from lossguard.findings.finding import Finding
from lossguard.text.document import Part
from lossguard.text.edits import Edit, line_end_of
from lossguard.text.scan import LogicalLine


def ignore_edit(finding: Finding) -> Edit | None:
    """An edit after which a comment silences the finding; None if one does already.

    It adds to a comment that is there, else to the end of the line. A line that ends inside a string, with a
    backslash or in a magic takes no comment: then a line of its own goes above the statement.
    """
    part = finding.place.part
    offset = finding.place.span[0]
    comments = CommentMap(part)
    present = [suppression for suppression in comments.suppressions if suppression.whole_file]
    present += comments.around(offset)
    if any(suppression.names(finding) for suppression in present):
        return None
    row = comments.row(offset)
    index = comments.statement_index(offset)
    statement = comments.lines[index] if index is not None else None
    closed = statement is not None and not _takes_comment(part, statement, row)
    first = comments.row(statement.start) if statement and closed else row
    for suppression in reversed(present):
        if not suppression.whole_file and suppression.row == (first - 1 if suppression.alone else row):
            return _extended(suppression, finding.name)
    directive = f"# lossguard: ignore[{finding.name}]"
    if statement and closed:
        return _line_above(part, statement.start, directive)
    return _at_line_end(part, row, directive)


def _takes_comment(part: Part, statement: LogicalLine, row: int) -> bool:
    start = part.lines.starts[row]
    end = start + len(part.lines.line(row))
    if part.text[start:end] != part.code[start:end]:  # a magic: the comment would go to the shell
        return False
    if end - 1 in statement.joins:
        return False
    return not any(string_start < end < string_end for string_start, string_end in statement.strings)


def _extended(suppression: Suppression, name: str) -> Edit:
    if not suppression.keys:  # no brackets, or nothing in them
        text = suppression.part.code[suppression.start : suppression.end]
        return Edit(suppression.part, suppression.start, suppression.end, f"{text.split('[')[0].rstrip()}[{name}]")
    return Edit(suppression.part, suppression.end - 1, suppression.end - 1, f", {name}")


def _at_line_end(part: Part, row: int, directive: str) -> Edit:
    start = part.lines.starts[row]
    line = part.lines.line(row)
    code = line.rstrip()
    return Edit(part, start + len(code), start + len(line), f"  {directive}")


def _line_above(part: Part, start: int, directive: str) -> Edit:
    line = part.lines.line(part.lines.position(start)[0])
    indent = line[: len(line) - len(line.lstrip(" \t\f"))]
    return Edit(part, start, start, f"{indent}{directive}{line_end_of(part.text)}")
