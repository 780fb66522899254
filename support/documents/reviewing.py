"""An advisor returns a review: a comment, a marked-up file, or both."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from accounts.messages.queue import queue_message
from accounts.models import File, JobSeeker, User
from advisors.assignment.assigning import LockedSeeker, accompanies, lock_seeker
from support.documents.judging import Fit
from support.documents.keeping import stored
from support.documents.models import DocumentReview
from support.documents.refusals import NoDocument, NothingToReturn, NotTheirReviewer, SeekerLeaves


@transaction.atomic
def return_review(
    review_id: int, *, by: User, comment: str = "", marked_up: Fit | None = None, now: datetime | None = None
) -> DocumentReview:
    """Give it back to the seeker, who is told by mail that it is there.

    Raises `NoDocument`, `NotTheirReviewer`, `SeekerLeaves`, `NothingToReturn` or `InvalidTransition`.
    """
    review, seeker = locked(review_id)
    if not accompanies(by, seeker):
        raise NotTheirReviewer
    if seeker.is_leaving:
        raise SeekerLeaves
    if not comment.strip() and marked_up is None:
        raise NothingToReturn
    now = now or seeker.locked_at
    file = stored(marked_up, seeker.user, File.Use.REVIEWED, now=now) if marked_up else None
    review.give_back(at=now, by=by, comment=comment.strip(), marked_up=file)
    queue_message("support/review_returned", seeker.user, review=review.pk)
    return review


def locked(review_id: int) -> tuple[DocumentReview, LockedSeeker]:
    """The review and its seeker, under a lock. Raises `NoDocument` where it is gone, as after a withdrawal."""
    reviews = DocumentReview.objects.filter(pk=review_id).select_related("document")
    with suppress(DocumentReview.DoesNotExist, JobSeeker.DoesNotExist):
        seeker = lock_seeker(reviews.get().document.seeker_id)
        return reviews.select_for_update(of=("self",)).get(), seeker
    raise NoDocument
