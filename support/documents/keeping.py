"""A seeker keeps versions of their documents, and asks for reviews. The seeker is locked first."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.files.storing import store
from accounts.models import File, JobSeeker, User
from advisors.assignment.assigning import LockedSeeker, lock_seeker
from support.documents.judging import Fit
from support.documents.models import Document, DocumentReview
from support.documents.refusals import Leaving, NoDocument, ReviewAskedFor, TooManyVersions

MOST_VERSIONS = 30


@transaction.atomic
def keep_version(
    seeker: JobSeeker,
    kind: str,
    content: Fit,
    *,
    note: str = "",
    ask_review: bool = False,
    now: datetime | None = None,
) -> Document:
    """Keep it as the next version of this kind, and ask for its review along with it.

    What is in the newest version already, as when a button is pressed twice, is not kept once more. Raises `Leaving` or
    `TooManyVersions`.
    """
    locked = lock_staying(seeker)
    now = now or locked.locked_at
    versions = locked.documents.filter(kind=kind).order_by("-version")
    newest = versions.select_related("file").first()
    if newest and newest.file.sha256 == hashlib.sha256(content.content).hexdigest():
        document = newest
    else:
        document = add_version(locked, kind, content, after=newest, note=note, now=now)
    if ask_review and not document.reviews.submitted().exists():
        document.reviews.create(submitted_at=now)
    return document


def add_version(
    seeker: JobSeeker, kind: str, content: Fit, *, after: Document | None, note: str, now: datetime
) -> Document:
    """Call with the seeker locked. Raises `TooManyVersions`."""
    if seeker.documents.filter(kind=kind).count() >= MOST_VERSIONS:
        raise TooManyVersions
    return Document.objects.create(
        seeker=seeker,
        kind=kind,
        version=after.version + 1 if after else 1,
        file=stored(content, seeker.user, File.Use.DOCUMENT, now=now),
        pages=content.pages,
        note=note,
        made_at=now,
    )


def stored(content: Fit, owner: User | None, use: File.Use, *, now: datetime) -> File:
    """As a file of the member's, whoever sends it: it goes with them. What is for several is nobody's."""
    written = ContentFile(content.content, name=content.name)
    scanned_at = now if content.is_scanned else None
    return store(written, owner=owner, use=use, content_type=content.content_type, scanned_at=scanned_at)


def lock_staying(seeker: JobSeeker) -> LockedSeeker:
    """The seeker under a lock, unless they are leaving. Raises `Leaving`."""
    locked = lock_seeker(seeker.pk)
    if locked.is_leaving:
        raise Leaving
    return locked


@transaction.atomic
def ask_for_review(document_id: int, seeker: JobSeeker, *, now: datetime | None = None) -> DocumentReview:
    """Of a version that is kept. Raises `Leaving`, `NoDocument` or `ReviewAskedFor`."""
    locked = lock_staying(seeker)
    document = own(document_id, locked)
    if document.reviews.submitted().exists():
        raise ReviewAskedFor
    return document.reviews.create(submitted_at=now or locked.locked_at)


def own(document_id: int, seeker: JobSeeker) -> Document:
    document = seeker.documents.filter(pk=document_id).first()
    if document is None:
        raise NoDocument
    return document


@transaction.atomic
def take_back(review_id: int, seeker: JobSeeker, *, now: datetime | None = None) -> DocumentReview:
    """The seeker needs the review no more; again, it changes nothing. Raises `NoDocument` or `InvalidTransition`."""
    locked = lock_seeker(seeker.pk)
    reviews = DocumentReview.objects.filter(pk=review_id, document__seeker=locked)
    review = reviews.select_for_update(of=("self",)).first()
    if review is None:
        raise NoDocument
    if review.status != DocumentReview.Status.TAKEN_BACK:
        review.take_back(at=now or locked.locked_at)
    return review


@transaction.atomic
def delete_version(document_id: int, seeker: JobSeeker) -> None:
    """With its reviews and all files, of which its own takes it along. Raises `NoDocument`, also the second time."""
    locked = lock_seeker(seeker.pk)
    document = own(document_id, locked)
    marked_up = File.objects.filter(marked_up_review__document=document)
    files = [document.file_id, *marked_up.values_list("pk", flat=True)]
    File.objects.filter(pk__in=files).delete()
