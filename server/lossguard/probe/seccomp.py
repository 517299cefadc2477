"""A seccomp filter for this process and all that it starts.

Sockets of any network are refused. Changes of a file's owner, mode, times and extended attributes do nothing and
report success: Landlock does not cover them, and libraries make them on their own files without need.
"""

import ctypes
import errno
import struct
from typing import NamedTuple

_SET_SECCOMP, _FILTER_MODE = 22, 2
_LOAD, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
"""Offsets in `struct seccomp_data`."""
_AF_UNIX = 1
_X32 = 0x40000000
"""System calls of the x32 interface begin here; they would be a second way to each call."""


class _Machine(NamedTuple):
    """System call numbers, from the kernel's tables (asm/unistd_64.h, asm-generic/unistd.h)."""

    architecture: int
    socket: int
    io_uring_setup: int
    """It can open sockets too, past the filter."""
    attributes: tuple[int, ...]
    """Owner, mode, times and extended attributes of files: what Landlock does not hold back."""


_MACHINES = {
    "x86_64": _Machine(
        0xC000003E,
        socket=41,
        io_uring_setup=425,
        # chmod fchmod chown fchown lchown utime setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr
        # utimes fchownat futimesat fchmodat utimensat fchmodat2 setxattrat removexattrat file_setattr
        attributes=(
            *(90, 91, 92, 93, 94, 132, 188, 189, 190, 197, 198, 199, 235, 260, 261, 268, 280, 452, 463, 466, 469),
        ),
    ),
    "aarch64": _Machine(
        0xC00000B7,
        socket=198,
        io_uring_setup=425,
        # setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr fchmod fchmodat fchownat fchown utimensat
        # fchmodat2 setxattrat removexattrat file_setattr
        attributes=(5, 6, 7, 14, 15, 16, 52, 53, 54, 55, 88, 452, 463, 466, 469),
    ),
}

_Instruction = tuple[int, int, int, int]


def install(machine: str) -> bool:
    """Whether the filter holds from now on; sockets are refused with EACCES."""
    numbers = _MACHINES.get(machine)
    if numbers is None:
        return False
    program = b"".join(struct.pack("=HBBI", *instruction) for instruction in _program(numbers))
    buffer = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    told = Program(len(program) // 8, ctypes.addressof(buffer))
    return bool(ctypes.CDLL(None).prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.byref(told), 0, 0) == 0)


def _program(machine: _Machine) -> list[_Instruction]:
    """Jumps count the instructions that they skip."""
    refused, ignored = _ERROR | errno.EACCES, _ERROR
    calls = machine.attributes
    return [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, machine.architecture),
        (_RETURN, 0, 0, refused),  # a 32-bit call, whose numbers mean something else
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_GREATER_EQUAL, len(calls) + 5, 0, _X32),
        (_JUMP_EQUAL, len(calls) + 4, 0, machine.io_uring_setup),
        *((_JUMP_EQUAL, len(calls) - at + 4, 0, number) for at, number in enumerate(calls)),
        (_JUMP_EQUAL, 0, 2, machine.socket),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_JUMP_EQUAL, 0, 1, _AF_UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, refused),
        (_RETURN, 0, 0, ignored),
    ]
