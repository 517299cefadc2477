"""What the server answers: one file per feature."""

from typing import TYPE_CHECKING

from lossguard.lsp.handlers import (
    check_workspace,
    code_actions,
    commands,
    configuration,
    dry_run,
    hover,
    lifecycle,
    notebooks,
    scripts,
    watched_files,
)

if TYPE_CHECKING:
    from lossguard.lsp.language_server import LossguardServer

_FEATURES = (
    *(lifecycle, configuration, watched_files),
    *(scripts, notebooks, code_actions, hover),
    *(check_workspace, dry_run, commands),
)


def register_all(server: "LossguardServer") -> None:
    for feature in _FEATURES:
        feature.register(server)
