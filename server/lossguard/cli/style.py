"""Colours of the terminal, or none."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from lossguard.findings.finding import Severity

_SEVERITIES = {"error": "1;31", "warning": "1;33", "info": "1;36"}


class Style:
    """Wraps text in colours if they are wanted."""

    def __init__(self, enabled: bool) -> None:
        self.enabled = enabled

    def severity(self, severity: "Severity", text: str) -> str:
        return self._paint(_SEVERITIES[severity.value], text)

    def strong(self, text: str) -> str:
        return self._paint("1", text)

    def frame(self, text: str) -> str:
        return self._paint("1;34", text)

    def quiet(self, text: str) -> str:
        return self._paint("2", text)

    def related(self, text: str) -> str:
        return self._paint("36", text)

    def added(self, text: str) -> str:
        return self._paint("32", text)

    def removed(self, text: str) -> str:
        return self._paint("31", text)

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.enabled and text else text


def style_for(stream: TextIO, variables: Mapping[str, str]) -> Style:
    """Colours for terminals. NO_COLOR (no-color.org) wins over FORCE_COLOR."""
    if variables.get("NO_COLOR"):
        return Style(False)
    if variables.get("FORCE_COLOR") not in (None, "", "0"):
        return Style(True)
    enabled = stream.isatty() and variables.get("TERM") != "dumb"
    if enabled and os.name == "nt":
        os.system("")  # has the Windows console understand colours from here on
    return Style(enabled)
