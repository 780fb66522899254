"""The virus scanner, where there is one: ClamAV's INSTREAM, spoken over a socket."""

import socket
import struct

from django.conf import settings

PIECE = 64 * 1024
SECONDS = 30
LONGEST_ANSWER = 4096


class Found(Exception):
    """The scanner has found something."""


class NotScanned(Exception):
    """There was no answer, or none that says yes or no: it is asked again later."""


def is_scanning() -> bool:
    return settings.CLAMAV_ADDRESS is not None


def scan(content: bytes) -> None:
    """Raises `Found`, or `NotScanned`."""
    address = settings.CLAMAV_ADDRESS
    try:
        if address is None:
            raise NotScanned("there is no scanner")
        with socket.create_connection(address, timeout=SECONDS) as scanner:
            scanner.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                scanner.sendall(struct.pack("!L", len(piece)) + piece)
            scanner.sendall(struct.pack("!L", 0))
            answer = scanner.makefile("rb").read(LONGEST_ANSWER).rstrip(b"\0")
    except OSError as outage:
        raise NotScanned(type(outage).__name__) from outage
    if answer.endswith(b" FOUND"):
        raise Found
    if answer != b"stream: OK":
        raise NotScanned("no answer of the scanner's")
