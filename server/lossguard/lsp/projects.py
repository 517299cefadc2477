"""What is wrong in the settings files that are in use, shown in those files."""

from lossguard.lsp.present import Presenter
from lossguard.lsp.publisher import Publisher
from lossguard.settings.project import ProjectSettings


class ProjectProblems:
    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._shown: set[str] = set()

    def show(self, project: ProjectSettings, presenter: Presenter) -> None:
        if project.path is not None and project.problems:
            uri = project.path.as_uri()
            self._shown.add(uri)
            findings = [problem.reported(uri)[1] for problem in project.problems]
            self._publisher.publish(uri, [presenter.diagnostic(finding) for finding in findings])

    def forget(self) -> None:
        for uri in self._shown:
            self._publisher.clear(uri)
        self._shown.clear()
