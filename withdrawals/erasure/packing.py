"""The data of a member and their files as one zip, written while it is sent: no more of it in memory than a piece."""

import io
import logging
import zipfile
from collections.abc import Iterable, Iterator

from accounts.models import File

log = logging.getLogger(__name__)

PIECE = 256 * 1024


class Sent(io.RawIOBase):
    """Takes what is written, until it is sent on. It cannot be rewound, and zipfile knows how to do without."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]  # any buffer
        self.waiting += piece
        return len(piece)

    def taken(self) -> bytes:
        piece = bytes(self.waiting)
        self.waiting.clear()
        return piece


def packed(told: bytes, files: Iterable[File]) -> Iterator[bytes]:
    """`my-data.json`, and each of the files by the number of its row and its name."""
    sent = Sent()
    with zipfile.ZipFile(sent, "w") as archive:
        archive.writestr("my-data.json", told, zipfile.ZIP_DEFLATED)
        yield sent.taken()
        for file in files:
            for _piece in added(archive, file):
                yield sent.taken()
    yield sent.taken()


def added(archive: zipfile.ZipFile, file: File) -> Iterator[None]:
    """Piece by piece. One that the storage has lost is left out; its row is among the data."""
    try:
        content = file.stored.open()
    except OSError as lost:
        log.warning("file not handed out: %s", type(lost).__name__, extra={"id": file.pk})
        return
    with content, archive.open(zipfile.ZipInfo(f"files/{file.pk}-{file.name}"), "w", force_zip64=True) as part:
        while piece := content.read(PIECE):
            part.write(piece)
            yield
