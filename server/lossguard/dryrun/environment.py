"""The environment variables of a run: without secrets, offline, and with all caches in the scratch folder."""

import os
import re
import threading
from collections.abc import Mapping
from pathlib import Path

from lossguard.dryrun.plan import Plan
from lossguard.dryrun.workplace import imitate

_SECRET = re.compile(
    r"TOKEN(?:_|$)|SECRET|PASSW|PASSPHRASE|(?:^|_)(?:PASS|PAT|AUTH|DSN)(?:_|$)|OAUTH|API_?KEY|(?:ACCESS|PRIVATE)_KEY|_KEY$"
    r"|CREDENTIAL|COOKIE|CONNECTION_STRING|WEBHOOK|^DATABASE_URL$|^NETRC$",
    re.IGNORECASE,
)
_WITH_PASSWORD = re.compile(r"://[^/\s:@]*:[^/\s@]+@")
"""An address that holds a password, whatever the variable is called."""
PLACEHOLDER = "hidden-by-the-dry-run"
"""What a script finds in place of a secret: without any, it would stop where the real run goes on."""
_REACHES_OUT = re.compile(
    r"DBUS_SESSION_BUS_ADDRESS|DOCKER_HOST|SSH_AUTH_SOCK|GPG_AGENT_INFO|KUBECONFIG|BROWSER|GIT_ASKPASS|VSCODE_\w+"
)
"""Doors to other programs, the editor among them, that would do outside what is forbidden inside."""
_OWN = frozenset(["LOSSGUARD_PYCACHE", "ELECTRON_RUN_AS_NODE"])
"""Meant for the server and for nothing that it starts."""

_QUIET = {
    "HF_HUB_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_UPDATE_DOWNLOAD_COUNTS": "0",
    "DO_NOT_TRACK": "1",
    "WANDB_MODE": "disabled",
    "COMET_MODE": "DISABLED",
    "DISABLE_MLFLOW_INTEGRATION": "TRUE",
    "CLEARML_OFFLINE_MODE": "1",
    "NEPTUNE_MODE": "debug",
    "SWANLAB_MODE": "disabled",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
    "TQDM_DISABLE": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUNBUFFERED": "1",
    "MPLBACKEND": "Agg",
}
"""Trackers switched off, hubs asked for nothing, no progress bars into a pipe."""

_CACHES = {
    "TMPDIR": "",
    "TRITON_CACHE_DIR": "triton",
    "TORCHINDUCTOR_CACHE_DIR": "inductor",
    "UNSLOTH_COMPILE_LOCATION": "unsloth",
    "MPLCONFIGDIR": "matplotlib",
    "NUMBA_CACHE_DIR": "numba",
    "WANDB_DIR": "wandb",
    "HF_MODULES_CACHE": "modules",
}


def environment(
    plan: Plan, scratch: Path, variables: Mapping[str, str], stop: threading.Event
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The variables for the run, and the names of those that were kept from it. Raises Stopped."""
    doors = {name for name in variables if _REACHES_OUT.fullmatch(name)}
    secrets = {name for name, value in variables.items() if is_secret(name, value)} - doors
    hidden = tuple(sorted(doors | secrets))
    kept = {name: value for name, value in variables.items() if name not in hidden and name not in _OWN}
    kept |= dict.fromkeys(secrets, PLACEHOLDER)
    caches = {name: str(scratch / folder) for name, folder in _CACHES.items()}
    caches["HF_DATASETS_CACHE"] = str(_datasets_cache(scratch, variables, stop))
    told = kept | _QUIET | caches | {"LOSSGUARD_DRY_RUN": "1"}
    if plan.mode == "tiny" and plan.device != "cuda":
        told["CUDA_VISIBLE_DEVICES"] = ""
    return told, hidden


def _datasets_cache(scratch: Path, variables: Mapping[str, str], stop: threading.Event) -> Path:
    """A folder for the locks and files of `datasets`, through which the user's own cache can be read."""
    cache = scratch / "datasets"
    home = variables.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    hub = variables.get("HF_HOME") or Path(home, "huggingface")
    imitate(Path(variables.get("HF_DATASETS_CACHE") or Path(hub, "datasets")), cache, stop)
    return cache


def is_secret(name: str, value: str) -> bool:
    """Whether a variable looks like a secret by its name, or like an address with a password in it."""
    return bool(_SECRET.search(name)) or bool(_WITH_PASSWORD.search(value))


def machine_memory() -> int:
    """Bytes of memory of this machine."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
