"""Runs a module of ours in this process, which the kernel then bounds: time, memory, no file written, no connection.

    python -m support.resume.bounded support.resume.press

The bounds hold before anything of a library is loaded, and nothing that is loaded later can lift them.
"""

import ctypes
import platform
import resource
import runpy
import struct
import sys

SECONDS = 8
MEMORY = 1024**3
# Of each machine, what it calls itself in a filter of calls, and the number of its call for a socket.
SOCKETS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
NO_NEW_PRIVILEGES, SECCOMP, FILTER = 38, 22, 2
KILL, REFUSE, ALLOW = 0x80000000, 0x00050000 | 13, 0x7FFF0000  # 13: permission denied


def hold() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux" and platform.machine() in SOCKETS:
        refuse_sockets(*SOCKETS[platform.machine()])


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_void_p)]


def refuse_sockets(machine: int, socket: int) -> None:
    """Have the kernel refuse every socket (seccomp)."""
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
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(SECCOMP, FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel takes no filter of calls")


if __name__ == "__main__":
    hold()
    runpy.run_module(sys.argv[1], run_name="__main__")
