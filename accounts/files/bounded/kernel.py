"""What a process has the kernel hold it to, from here on: nothing that is loaded later can lift it.

Memory and time anywhere; on Linux no socket (seccomp) and, from 5.13 on, no file but those it is allowed (Landlock).
"""

import ctypes
import os
import platform
import resource
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

OPEN_FILES = 32
# Of each machine, what it calls itself in a filter of calls, and the number of its call for a socket.
SOCKETS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
NO_NEW_PRIVILEGES, SECCOMP, FILTER = 38, 22, 2
KILL, REFUSE, ALLOW = 0x80000000, 0x00050000 | 13, 0x7FFF0000  # 13: permission denied
CREATE, ADD, RESTRICT = 444, 445, 446  # the calls of Landlock, on every machine
BENEATH, WHICH_VERSION = 1, 1
RIGHTS = {1: 13, 2: 14}  # how many there are in each version; one more in any later
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3

libc = ctypes.CDLL(None, use_errno=True)


def limit(*, memory: int, seconds: int) -> None:
    """No more memory and time of a processor than that; no file is written, not even by what may open one."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        resource.setrlimit(what, (most, most))


def refuse_privileges() -> None:
    if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel gives no privileges up")


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_void_p)]


def refuse_sockets() -> None:
    """Call after `refuse_privileges`."""
    if sys.platform != "linux" or platform.machine() not in SOCKETS:
        return
    machine, socket = SOCKETS[platform.machine()]
    load, equals, answer = 0x20, 0x15, 0x06
    steps = [
        (load, 0, 0, 4),
        (equals, 1, 0, machine),
        (answer, 0, 0, KILL),
        (load, 0, 0, 0),
        (equals, 0, 1, socket),
        (answer, 0, 0, REFUSE),
        (answer, 0, 0, ALLOW),
    ]
    written = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    program = Program(len(steps), ctypes.cast(written, ctypes.c_void_p))
    if libc.prctl(SECCOMP, FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel takes no filter of calls")


def landlock() -> int:
    """The version of it that this kernel has; 0 without."""
    return max(0, int(libc.syscall(CREATE, None, 0, WHICH_VERSION))) if sys.platform == "linux" else 0


def refuse_files(*, but: Iterable[Path], names_in: Path) -> None:
    """Only these files and what lies in these folders is read, and nothing written; of one more, what is called how.

    Call after `refuse_privileges`.
    """
    if not (version := landlock()):
        return
    rights = ctypes.c_uint64((1 << RIGHTS.get(version, 15)) - 1)
    rules = libc.syscall(CREATE, ctypes.byref(rights), ctypes.sizeof(rights), 0)
    if rules < 0:
        raise OSError(ctypes.get_errno(), "the kernel keeps no rules of files")
    for path in {path for path in but if path.exists()}:
        allow(rules, path, READ_FILE | (READ_FOLDER if path.is_dir() else 0))
    allow(rules, names_in, READ_FOLDER)
    if libc.syscall(RESTRICT, rules, 0):
        raise OSError(ctypes.get_errno(), "the kernel follows no rules of files")
    os.close(rules)


def allow(rules: int, path: Path, what: int) -> None:
    opened = os.open(path, os.O_PATH)
    rule = ctypes.create_string_buffer(struct.pack("=Qi", what, opened))
    if libc.syscall(ADD, rules, BENEATH, rule, 0):
        raise OSError(ctypes.get_errno(), "the kernel takes no rule of files")
    os.close(opened)
