"""A member's papers, drawn from what they keep."""

import logging
from datetime import datetime
from typing import Literal

from django.utils import timezone

from accounts.models import File, JobSeeker
from support.resume.editing import resume_of
from support.resume.lines import resume_said, work_history_said
from support.resume.models import Resume
from support.resume.printing import Printed, print_sheet
from support.resume.refusals import PressFailed

log = logging.getLogger(__name__)
FILE_NAMES = {"resume": "履歴書", "work-history": "職務経歴書"}
SAID = {"resume": resume_said, "work-history": work_history_said}


def drawn(seeker: JobSeeker, sheet: str, *, now: datetime, as_what: Literal["pdf", "png"] = "pdf") -> Printed:
    """The résumé or the work history. Call it outside a transaction: it takes a while. Raises `NotDrawn`."""
    resume = resume_of(seeker)
    entries = list(resume.entries.all())
    said = SAID[sheet](resume, entries, today=timezone.localdate(now))
    photo = content(resume.photo) if sheet == "resume" else None
    return print_sheet(sheet.replace("-", "_"), said, photo=photo, at=resume.saved_at or now, as_what=as_what)


def draw_blank(*, now: datetime) -> Printed:
    """A résumé of nobody. Raises `NotDrawn` where no file can be made at all, whoever asks."""
    said = resume_said(Resume(), [], today=timezone.localdate(now))
    return print_sheet("resume", said, photo=None, at=now)


def content(photo: File | None) -> bytes | None:
    """Of a photo that the storage has lost, none: the paper is drawn without it.

    Raises `PressFailed` while the storage is out of reach: somebody would hand in a paper that lacks it unnoticed.
    """
    if photo is None:
        return None
    try:
        with photo.stored.open() as file:
            read: bytes = file.read()
            return read
    except FileNotFoundError:
        return None
    except OSError as error:
        log.error("the photo was not read: file %s", photo.pk)
        raise PressFailed from error


def file_name(sheet: str, now: datetime) -> str:
    """What a company that gets it should read, and no name of anybody."""
    return f"{FILE_NAMES[sheet]}_{timezone.localdate(now):%Y%m%d}.pdf"
