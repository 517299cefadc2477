"""What the operating system forbids the script: writing outside the scratch folder, the network, and excess.

Linux only: Landlock (https://docs.kernel.org/userspace-api/landlock.html) and seccomp, both without privileges,
inherited by all children, never to be taken back. What could not be enforced is told, not passed over.
"""

import ctypes
import glob
import os
import platform
import resource
import sys
from typing import Any

from . import seccomp
from .protocol import Plan

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_NO_NEW_PRIVILEGES = 38

_WRITE_FILE, _REMOVE_DIR, _REMOVE_FILE = 1 << 1, 1 << 4, 1 << 5
_MAKE_ANY = sum(1 << bit for bit in range(6, 13))
_REFER, _TRUNCATE = 1 << 13, 1 << 14
_CONNECT_TCP, _BIND_TCP = 1 << 1, 1 << 0
_SCOPE_ABSTRACT_SOCKETS, _SCOPE_SIGNALS = 1 << 0, 1 << 1

_ALWAYS_WRITABLE = ("/dev/null", "/dev/zero", "/dev/full", "/dev/shm")
"""Torch and `multiprocessing` keep shared memory in the last one; the supervisor tidies up what torch leaves."""
_CAPABILITIES_VERSION = 0x20080522
_READ_ANYTHING = 1 << 2
"""CAP_DAC_READ_SEARCH: root reads what the real run would read."""
_GPU_DEVICES = ("/dev/nvidia*", "/dev/nvidia-caps/*", "/dev/kfd", "/dev/dri/*")
FILE_LIMIT = 4 << 30
"""Bytes of one file in the scratch folder."""


def limit(processor_seconds: int) -> None:
    """Limits that each process of the run has for itself; the supervisor watches them together."""
    for kind, wanted in (
        (resource.RLIMIT_CPU, processor_seconds),
        (resource.RLIMIT_FSIZE, FILE_LIMIT),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        ceiling = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (ceiling, ceiling))


_ONLY_TCP = "Seccomp could not be used: only TCP is off."
_NETWORK = "Seccomp could not be used: the network is on."


def close(plan: Plan) -> dict[str, Any]:
    """Close the sandbox; returns what holds: ``writes``, ``network``, and ``notes`` on what does not."""
    notes: list[str] = ["Reading is not restricted."]
    if not plan["isolate"]:
        return {"writes": "none", "network": "none", "notes": [*notes, "Isolation was switched off."]}
    if sys.platform != "linux":
        return {"writes": "none", "network": "none", "notes": [*notes, "This system has no Landlock and no seccomp."]}
    ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _drop_capabilities()
    version = _landlock(plan)
    writes = "landlock" if version > 0 else "none"
    if not version:
        notes.append("This kernel has no Landlock: files outside the scratch folder could be written.")
    elif version < 3:
        notes.append("This kernel's Landlock does not hold back truncating files, or signals.")
    elif version < 6:
        notes.append("This kernel's Landlock does not hold back signals to other processes.")
    if version:
        notes.append("Shared memory (/dev/shm) can be written, as torch needs it.")
    if seccomp.install(platform.machine()):
        network = "seccomp"
        notes.append("Sockets of this machine (AF_UNIX) stay open.")
    else:
        network = "landlock" if version >= 4 else "none"
        notes.append(_ONLY_TCP if version >= 4 else _NETWORK)
    return {"writes": writes, "network": network, "notes": notes}


def _drop_capabilities() -> None:
    """For root: else the environment of every process could be read, tokens and all, whatever Landlock says."""

    class Header(ctypes.Structure):
        _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]

    kept = _READ_ANYTHING if os.geteuid() == 0 else 0
    # Effective, permitted and inheritable, of the low and of the high 32 capabilities.
    sets = (ctypes.c_uint32 * 6)(kept, kept, 0, 0, 0, 0)
    ctypes.CDLL(None).capset(ctypes.byref(Header(_CAPABILITIES_VERSION, 0)), sets)


class _Ruleset(ctypes.Structure):
    _fields_ = [
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    ]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32)]


def _landlock(plan: Plan) -> int:
    """Forbid writes outside the scratch folder. Returns Landlock's version; 0 where there is none."""
    call = ctypes.CDLL(None, use_errno=True).syscall
    version = call(_CREATE_RULESET, None, 0, 1)
    if version < 1:
        return 0
    access = _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_ANY
    access |= _REFER if version >= 2 else 0
    access |= _TRUNCATE if version >= 3 else 0
    ruleset = _Ruleset(
        access,
        _CONNECT_TCP | _BIND_TCP if version >= 4 else 0,
        _SCOPE_ABSTRACT_SOCKETS | _SCOPE_SIGNALS if version >= 6 else 0,
    )
    # Older kernels refuse a structure that is longer than theirs, unless its end is zero: give them their own.
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    descriptor = call(_CREATE_RULESET, ctypes.byref(ruleset), size, 0)
    if descriptor < 0:
        return 0
    for path in _writable(plan):
        allowed = access if os.path.isdir(path) else access & (_WRITE_FILE | _TRUNCATE)
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
        call(_ADD_RULE, descriptor, 1, ctypes.byref(_PathBeneath(allowed, parent)), 0)
        os.close(parent)
    closed = call(_RESTRICT_SELF, descriptor, 0)
    os.close(descriptor)
    return int(version) if closed == 0 else 0


def _writable(plan: Plan) -> list[str]:
    paths = [plan["scratch"], *_ALWAYS_WRITABLE]
    if plan["device"] != "cpu":
        paths += [path for pattern in _GPU_DEVICES for path in glob.glob(pattern)]
    return [path for path in paths if os.path.exists(path)]
