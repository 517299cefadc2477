"""A seccomp filter that refuses sockets of any network, for this process and all that it starts."""

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
    architecture: int
    socket: int
    io_uring_setup: int
    """It can open sockets too, past the filter."""


_MACHINES = {
    "x86_64": _Machine(0xC000003E, 41, 425),
    "aarch64": _Machine(0xC00000B7, 198, 425),
}

_Instruction = tuple[int, int, int, int]


def forbid_network(machine: str) -> bool:
    """Whether sockets other than those of this machine are refused (with EACCES) from now on."""
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
    refused = _ERROR | errno.EACCES
    return [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, machine.architecture),
        (_RETURN, 0, 0, refused),  # a 32-bit call, whose numbers mean something else
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_GREATER_EQUAL, 5, 0, _X32),
        (_JUMP_EQUAL, 4, 0, machine.io_uring_setup),
        (_JUMP_EQUAL, 0, 2, machine.socket),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_JUMP_EQUAL, 0, 1, _AF_UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, refused),
    ]
