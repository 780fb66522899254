"""What a member keeps becomes the next version of a document, and their advisor is asked to look at it.

From then on the advisor reads that version, and of the draft nothing: not what is written later, nor what was left out.
"""

from datetime import datetime

from accounts.models import JobSeeker
from support.documents.judging import Fit, is_clean
from support.documents.keeping import keep_version
from support.documents.models import Document
from support.resume.drawing import drawn, file_name
from support.resume.models import Resume
from support.resume.refusals import NothingWritten

KINDS = {"resume": Document.Kind.RESUME, "work-history": Document.Kind.WORK_HISTORY}


def send_for_review(seeker: JobSeeker, sheet: str, *, now: datetime) -> Document:
    """Draw it first, and keep it then: nobody is locked meanwhile. What is unchanged is not kept once more.

    Raises `NothingWritten`, `NotDrawn`, or what the documents refuse.
    """
    if not Resume.objects.filter(seeker=seeker.pk).exists():
        raise NothingWritten
    printed = drawn(seeker, sheet, now=now)
    name = file_name(sheet, now)
    is_scanned = is_clean(printed.content)
    fit = Fit(printed.content, "application/pdf", name, pages=printed.pages, is_scanned=is_scanned)
    return keep_version(seeker, KINDS[sheet], fit, ask_review=True)
