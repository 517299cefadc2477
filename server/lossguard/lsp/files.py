"""Checks of files that are not open in the editor."""

import traceback
from pathlib import Path
from typing import Any

from lsprotocol import types
from lsprotocol.converters import get_converter

from lossguard.check import Report, check
from lossguard.findings.finding import Finding, Message
from lossguard.locales import translations
from lossguard.lsp import words
from lossguard.lsp.environment import Environment
from lossguard.lsp.present import Presenter
from lossguard.lsp.worker import Task
from lossguard.text.decode import Problem, decode
from lossguard.text.document import Document, Kind, Part
from lossguard.text.lines import Encoding, LineIndex
from lossguard.text.notebook import Notebook, read_notebook


class FileChecks:
    def __init__(self, task: Task) -> None:
        self._presenter = Presenter(Encoding(task.encoding), translations(task.language), task.related)
        self._problems: list[str] = []
        self._environment = Environment(self._problems.append)
        self._environment.editor = task.editor
        self._convert = get_converter().unstructure

    def check(self, path: Path) -> dict[str, Any]:
        """Diagnostics of a file, as JSON; or why it was not checked."""
        try:
            diagnostics = self._check(path)
        except OSError as error:
            return {"skipped": f"cannot be read: {error.strerror}"}
        except Exception:  # noqa: BLE001 - a fault must cost this file only; the server logs it
            return {"failed": traceback.format_exc()}
        if isinstance(diagnostics, Problem):
            return {"skipped": diagnostics.message}
        return {"diagnostics": [self._convert(diagnostic) for diagnostic in diagnostics]}

    def _check(self, path: Path) -> list[types.Diagnostic] | Problem:
        decoded = decode(path.read_bytes())
        if isinstance(decoded, Problem):
            return decoded
        if path.suffix == ".ipynb":
            notebook = read_notebook(str(path), decoded.text)
            return notebook if isinstance(notebook, Problem) else self._check_notebook(path, notebook)
        document = Document(str(path), Kind.SCRIPT, [Part(path.as_uri(), decoded.text)])
        return [self._presenter.diagnostic(finding) for finding in self._report(path, document).findings]

    def _check_notebook(self, path: Path, notebook: Notebook) -> list[types.Diagnostic]:
        """Where a cell begins in the file: its cells have no addresses while it is closed."""
        lines = LineIndex(notebook.raw)
        starts = {cell.part: lines.position(cell.start, self._presenter.encoding) for cell in notebook.cells}
        return [
            self._in_file(finding, types.Position(*starts[finding.place.part]))
            for finding in self._report(path, notebook.document).findings
        ]

    def _in_file(self, finding: Finding, start: types.Position) -> types.Diagnostic:
        diagnostic = self._presenter.diagnostic(finding)
        row = str(diagnostic.range.start.line + 1)
        arguments = {"cell": str(finding.place.part.cell), "row": row, "message": diagnostic.message}
        diagnostic.message = self._presenter.text(Message(words.IN_CELL, arguments))
        diagnostic.range = types.Range(start, start)
        diagnostic.related_information = None
        return diagnostic

    def _report(self, path: Path, document: Document) -> Report:
        known = self._environment.of(path)
        return check(document, known.settings, known.assumptions)
