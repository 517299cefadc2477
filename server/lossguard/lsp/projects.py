"""What is wrong in the settings files that are in use, shown in those files."""

from lsprotocol import types

from lossguard.lsp.present import SOURCE
from lossguard.lsp.publisher import Publisher
from lossguard.settings.project import ProjectSettings, SettingsProblem


class ProjectProblems:
    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._shown: set[str] = set()

    def show(self, project: ProjectSettings) -> None:
        if project.path is not None and project.problems:
            uri = project.path.as_uri()
            self._shown.add(uri)
            self._publisher.publish(uri, [_diagnostic(problem) for problem in project.problems])

    def forget(self) -> None:
        for uri in self._shown:
            self._publisher.clear(uri)
        self._shown.clear()


def _diagnostic(problem: SettingsProblem) -> types.Diagnostic:
    return types.Diagnostic(
        range=types.Range(types.Position(problem.row, 0), types.Position(problem.row + 1, 0)),
        message=problem.message,
        severity=types.DiagnosticSeverity.Warning,
        code="settings",
        source=SOURCE,
    )
