"""What the server answers: one file per feature."""

from typing import TYPE_CHECKING

from lossguard.lsp.handlers import lifecycle, notebooks, scripts

if TYPE_CHECKING:
    from lossguard.lsp.server import LossguardServer


def register_all(server: "LossguardServer") -> None:
    for feature in (lifecycle, scripts, notebooks):
        feature.register(server)
