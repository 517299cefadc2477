"""What the server answers: one file per feature."""

from typing import TYPE_CHECKING

from lossguard.lsp.handlers import (
    check_workspace,
    code_actions,
    configuration,
    lifecycle,
    notebooks,
    scripts,
    watched_files,
)

if TYPE_CHECKING:
    from lossguard.lsp.language_server import LossguardServer


def register_all(server: "LossguardServer") -> None:
    for feature in (lifecycle, scripts, notebooks, code_actions, configuration, watched_files, check_workspace):
        feature.register(server)
