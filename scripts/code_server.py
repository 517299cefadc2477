"""VS Code in a browser (code-server), with the extension in it: for the demo and for the editor tests."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".cache" / "code-server"
COMMAND = (str(ROOT / ".cache" / "node" / "bin" / "node"), str(FOLDER / "out" / "node" / "entry.js"))

QUIET: dict[str, Any] = {
    "chat.disableAIFeatures": True,
    "editor.minimap.enabled": False,
    "extensions.autoCheckUpdates": False,
    "extensions.autoUpdate": False,
    "git.enabled": False,
    "security.workspace.trust.enabled": False,
    "telemetry.telemetryLevel": "off",
    "workbench.enableExperiments": False,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": False,
}
"""Nothing on the screen but the editor, and nothing that asks the network."""


class CodeServer:
    """One code-server with a profile of its own; a context manager."""

    def __init__(
        self,
        profile: Path,
        *,
        extensions: Path | None = None,
        settings: Mapping[str, Any] | None = None,
        machine_settings: Mapping[str, Any] | None = None,
        environment: Mapping[str, str] | None = None,
        arguments: Sequence[str] = (),
        port: int | None = None,
    ) -> None:
        self.profile = profile.resolve()
        self.extensions = (extensions or profile / "extensions").resolve()
        self.arguments = tuple(arguments)
        self.port = port or free_port()
        self.environment = {
            **os.environ,
            "HOME": str(self.profile),
            "XDG_CONFIG_HOME": str(self.profile / "config"),
            "XDG_DATA_HOME": str(self.profile / "data"),
            **(environment or {}),
        }
        # What a terminal inside VS Code sets would have code-server talk to that window instead.
        for name in ("VSCODE_IPC_HOOK_CLI", "ELECTRON_RUN_AS_NODE"):
            self.environment.pop(name, None)
        self.process: subprocess.Popen[bytes] | None = None
        self._write_settings("User", {**QUIET, **(settings or {})})
        # Machine-scoped settings count in this file only: to the browser the server is a remote machine.
        self._write_settings("Machine", machine_settings or {})

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def url(self, folder: Path) -> str:
        return f"{self.address}/?folder={urllib.parse.quote(str(folder.resolve()))}"

    def install(self, vsix: Path) -> None:
        command = [*self._command(), "--install-extension", str(vsix), "--force"]
        # What it prints is about its log files, which it cannot write here; it matters only on failure.
        run = subprocess.run(command, check=False, env=self.environment, capture_output=True, text=True)
        if run.returncode != 0:
            raise RuntimeError(f"code-server did not install {vsix}:\n{run.stdout}{run.stderr}")

    def start(self) -> None:
        with (self.profile / "server.log").open("wb") as log:
            self.process = subprocess.Popen(
                [
                    *self._command(),
                    *self.arguments,
                    "--auth=none",
                    f"--bind-addr=127.0.0.1:{self.port}",
                    "--disable-telemetry",
                    "--disable-update-check",
                    "--disable-getting-started-override",
                    # Else a closed page's extension host, and the language server in it, live on for minutes.
                    "--reconnection-grace-time=2",
                ],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + 60
        while not self._is_up():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"code-server did not start; see {self.profile / 'server.log'}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Ends the server with its extension hosts and all that they started."""
        if self.process is None:
            return
        for kind, patience in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
            try:
                os.killpg(self.process.pid, kind)
                self.process.wait(patience)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
        self.process = None

    def __enter__(self) -> "CodeServer":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _command(self) -> list[str]:
        return [*COMMAND, f"--user-data-dir={self.profile / 'data'}", f"--extensions-dir={self.extensions}"]

    def _write_settings(self, scope: str, settings: Mapping[str, Any]) -> None:
        file = self.profile / "data" / scope / "settings.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(settings, indent=2))

    def _is_up(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            return False


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def main() -> None:
    parser = argparse.ArgumentParser(description="Open a folder in VS Code in the browser, until Ctrl-C.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vsix", type=Path, required=True, help="the extension to install")
    parser.add_argument("--profile", type=Path, required=True, help="where settings and extensions are kept")
    parser.add_argument("--interpreter", type=Path, help="the Python that dry runs are made with")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    chosen = {"lossguard.interpreter": str(options.interpreter)} if options.interpreter else {}
    server = CodeServer(options.profile, machine_settings=chosen)
    server.install(options.vsix)
    with server:
        print(f"\nVS Code is ready: {server.url(options.folder)}\nCtrl-C ends it.", flush=True)
        try:
            assert server.process is not None
            server.process.wait()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
