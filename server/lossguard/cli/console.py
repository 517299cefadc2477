"""Where the command line writes: reports to one stream, complaints to the other."""

import os
import sys
from time import monotonic
from typing import TextIO

from lossguard.cli.style import Style, style_for
from lossguard.text.visible import visible

PIPE_WIDTH = 120
"""Columns where there is no terminal: the same everywhere, so that output can be compared."""
PATIENCE = 0.5
"""Seconds without an output after which people like to see that something is going on."""


class Console:
    def __init__(self, out: TextIO | None = None, errors: TextIO | None = None) -> None:
        self.out = out or sys.stdout
        self.errors = errors or sys.stderr
        for stream in (self.out, self.errors):
            # A terminal's encoding may lack what a source file holds; that must not end the run.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        self.style: Style = style_for(self.out, os.environ)
        self._status = ""
        self._begin = monotonic()

    @property
    def width(self) -> int:
        """Columns for excerpts of source."""
        return min(max(_columns(self.out), 40), 200) if self.out.isatty() else PIPE_WIDTH

    def write(self, text: str) -> None:
        self.show_status("")
        self.out.write(text + "\n")

    def write_source(self, data: bytes) -> None:
        """The bytes of a file as they are, without a change of line ends or encoding."""
        self.out.flush()
        self.out.buffer.write(data)
        self.out.buffer.flush()

    def complain(self, message: str) -> None:
        """Something that went wrong, on the error stream."""
        self.remark(f"lossguard: {message}")

    def remark(self, message: str) -> None:
        """Something that is no part of the report, on the error stream."""
        self.show_status("")
        self.out.flush()
        self.errors.write(f"{visible(message)}\n")
        self.errors.flush()

    def show_status(self, status: str) -> None:
        """A passing line on the terminal, gone before anything else is written."""
        if status == self._status or not self.errors.isatty():
            return
        if status and monotonic() - self._begin < PATIENCE:
            return
        self._status = status
        self.errors.write(f"\r\x1b[K{visible(status)[: _columns(self.errors) - 1]}")
        self.errors.flush()


def _columns(stream: TextIO) -> int:
    # Not shutil.get_terminal_size: importing shutil loads three compression libraries.
    try:
        return os.get_terminal_size(stream.fileno()).columns or PIPE_WIDTH
    except (OSError, ValueError):
        return PIPE_WIDTH
