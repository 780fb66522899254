"""A seeker books an hour of their own advisor to practise an interview; it stands beside the counseling ahead."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet, Subquery

from accounts.models import JobSeeker
from advisors.counseling.booking import Form, Purpose, book_slot
from jobs.models import JobPosting, Referral
from support.mock_interviews.models import MockInterview


def postings_of(seeker: JobSeeker) -> QuerySet[JobPosting]:
    """What an interview can be practised for: a posting whose selection goes on, or one the seeker has saved."""
    in_selection = Referral.objects.in_selection().filter(seeker=seeker).values("posting")
    theirs = Q(pk__in=in_selection) | Q(pk__in=seeker.saved_postings.values("posting"))
    return JobPosting.objects.filter(theirs).select_related("company").order_by("-pk")


@transaction.atomic
def book_mock_interview(
    slot_id: int,
    seeker: JobSeeker,
    *,
    form: Form,
    kind: MockInterview.Kind,
    posting_id: int | None = None,
    practise: str = "",
    now: datetime | None = None,
) -> MockInterview:
    """Book a free hour of the seeker's own advisor, by the rules of counseling. Raises `NotBookable`.

    A posting that is none of `postings_of` is left out: they have unsaved it meanwhile, or it never was theirs.
    """
    booking = book_slot(slot_id, seeker, form=form, purpose=Purpose.MOCK_INTERVIEW, now=now)
    # Looked for by the statement that stores it, under the seeker's lock.
    posting = Subquery(postings_of(seeker).filter(pk=posting_id).order_by().values("pk")) if posting_id else None
    return MockInterview.objects.create(booking=booking, kind=kind, posting_id=posting, practise=practise)
