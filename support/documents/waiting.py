"""Files that no virus scanner has looked at yet, as while it was away: they wait, until a sweep has them scanned.

One in which something is found goes, and whoever sent it is told; of materials of a seminar, the desk.
"""

import logging
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils.translation import override

from accounts.messages.queue import queue_message
from accounts.models import File, JobSeeker, User
from advisors.assignment.assigning import lock_seeker
from support.documents.keeping import delete_version
from support.documents.models import Document, DocumentReview
from support.documents.refusals import Infected, NoDocument
from support.documents.scanning import Found, NotScanned, is_scanning, scan

log = logging.getLogger(__name__)

BATCH = 500
# So many in a row without an answer are the scanner's: the others wait for the next sweep.
ENOUGH = 3


def scan_waiting(*, now: datetime) -> None:
    """In any order, so that those that make the scanner fall silent hold up none of the others for ever.

    Safe to run twice, or beside itself.
    """
    silent = 0
    waiting = File.objects.unscanned().order_by("?") if is_scanning() else File.objects.none()
    for file in waiting[:BATCH]:
        silent = 0 if scan_one(file, now=now) else silent + 1
        if silent == ENOUGH:
            return


def scan_one(file: File, *, now: datetime) -> bool:
    """Whether there was an answer."""
    try:
        with file.stored.open() as content:
            scan(content.read())
    except Found:
        log.warning("file with a virus", extra={"id": file.pk})
        remove(file)
    except (NotScanned, OSError) as outage:
        log.warning("file not scanned: %s", type(outage).__name__, extra={"id": file.pk})
        return False
    else:
        File.objects.filter(pk=file.pk).update(scanned_at=now)
    return True


@transaction.atomic
def remove(file: File) -> None:
    """With the version whose file it is; nothing, and nobody is told, if it has gone meanwhile, as by another sweep."""
    document = Document.objects.filter(file=file).select_related("seeker__user").first()
    with suppress(NoDocument, JobSeeker.DoesNotExist):
        if document:
            delete_version(document.pk, document.seeker)
            queue_message(
                "support/file_removed", document.seeker.user, document=document.kind, version=document.version
            )
        else:
            remove_alone(file)


def remove_alone(file: File) -> None:
    """Of a review only what was marked up goes."""
    review = DocumentReview.objects.filter(marked_up=file).select_related("document", "returned_by").first()
    material = getattr(file, "material", None)
    if review:
        lock_seeker(review.document.seeker_id)
    if not File.objects.filter(pk=file.pk).delete()[0]:
        return
    if review and review.returned_by:
        queue_message("support/marked_up_removed", review.returned_by, review=review.pk)
    if material:
        tell_desk(material.seminar_id, file.name)
    if file.use == File.Use.CONVERSATION and file.owner:
        with override(file.owner.language):
            why = str(Infected.said)
        queue_message("advisors/file_refused", file.owner, why=why)


def tell_desk(seminar_id: int, name: str) -> None:
    """Materials are nobody's: whoever is at the desk can add them anew."""
    for person in User.objects.at_desk():
        queue_message("support/material_removed", person, seminar=seminar_id, file=name)
