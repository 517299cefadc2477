"""On which line of a TOML file a key or a value stands: parsers of TOML do not say.

A search by line, good enough to send a person to the right place; the parsed table decides what is meant.
"""

import re

from lossguard.text.lines import LineIndex

_HEADER = re.compile(r"[ \t]*\[+[ \t]*([^\]]*?)[ \t]*\]+")


class Located:
    def __init__(self, text: str) -> None:
        self._lines = LineIndex(text)

    def row(self, key: str, value: str | None = None) -> int:
        """Row of a key of ``[tool.lossguard]``, or of a text value of it; the table's own row if unsure."""
        header, rows = self._table()
        pattern = re.compile(rf"""(?:^|[\s.{{,\["']){re.escape(key)}["']?[ \t]*[=.\]]""")
        key_row = next((row for row in rows if pattern.search(self._line(row))), header)
        if value is None:
            return key_row
        quoted = re.compile(rf"""["']?{re.escape(value)}["']?""")
        return next((row for row in rows if row >= key_row and quoted.search(self._line(row))), key_row)

    def _table(self) -> tuple[int, list[int]]:
        """Row of the table's header, and all rows of the table and those below it."""
        rows: list[int] = []
        inside = False
        for row in range(len(self._lines)):
            if header := _HEADER.match(self._line(row)):
                inside = header.group(1).replace(" ", "").replace('"', "").startswith("tool.lossguard")
            if inside or "lossguard" in self._line(row):
                rows.append(row)
        return (rows[0] if rows else 0), rows

    def _line(self, row: int) -> str:
        return self._lines.line(row)
