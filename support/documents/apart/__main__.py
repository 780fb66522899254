"""`python -m support.documents.apart judge` (or `draw NUMBER`): a file comes in, and what is made of it goes out.

A line of JSON first, then the content. Run within bounds (`accounts/files/bounded`): whatever else happens, as an end
of memory or time, is an exit that is not 0.
"""

import json
import sys
import zipfile
from io import BytesIO

from support.documents.apart import drawing, office, pdf, picture
from support.documents.apart.refused import Made, Refused

PDF, ZIP = b"%PDF-", b"PK\x03\x04"
HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheim", b"ftypavif")
# Some programs look so far for the beginning of a PDF.
HEAD = 1024


def judge(content: bytes) -> Made:
    """By what it is made of: how it begins only says which reader decides, and nothing else may be read in it."""
    is_pdf, is_zip = content.startswith(PDF), content.startswith(ZIP)
    if content.startswith(office.OLE):
        raise Refused(office.of_old_office(content))
    if content[4:12] in HEIC:
        raise Refused("heic")
    if not is_zip and zipfile.is_zipfile(BytesIO(content)) or not is_pdf and PDF in content[:HEAD]:
        raise Refused("two_in_one")
    if is_pdf:
        return pdf.fresh(content)
    return office.rewritten(content) if is_zip else picture.redrawn(content)


def answer(task: str, content: bytes, *numbers: str) -> Made:
    """What is made of it. Raises `Refused`: whatever a library stumbles over is wrong with the file.

    Only where memory has run out the process ends: that is too much, and not damaged.
    """
    try:
        return judge(content) if task == "judge" else drawing.drawn(content, int(numbers[0]))
    except (Refused, MemoryError):
        raise
    except Exception as stumbled:  # of all that libraries raise nobody has a list
        raise Refused("damaged") from stumbled


def main() -> None:
    content = sys.stdin.buffer.read()
    try:
        made = answer(sys.argv[1], content, *sys.argv[2:])
    except Refused as refusal:
        said, written = {"refused": refusal.why}, b""
    else:
        said, written = {"content_type": made.content_type, "pages": str(made.pages)}, made.content
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + written)


if __name__ == "__main__":
    main()
