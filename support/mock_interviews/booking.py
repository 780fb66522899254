"""A seeker books an hour of their own advisor to practise an interview; it stands beside the counseling ahead.

What is practised they, or the advisor, may say anew until it begins.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet, Subquery

from accounts.models import JobSeeker, User
from advisors.assignment.assigning import LockedSeeker, lock_seeker
from advisors.counseling.booking import Booker, Form, LockedBooking, Purpose, Status, book_slot, locked
from advisors.counseling.models import CounselingBooking
from jobs.models import JobPosting, Referral
from support.mock_interviews.models import MockInterview
from support.mock_interviews.refusals import Begun, NotAhead, NotTheirs


def postings_of(seeker: JobSeeker, *, kept: int | None = None) -> QuerySet[JobPosting]:
    """What an interview can be practised for: a posting whose selection goes on, or one the seeker has saved.

    One that was chosen before is `kept` among them.
    """
    in_selection = Referral.objects.in_selection().filter(seeker=seeker).values("posting")
    theirs = Q(pk__in=in_selection) | Q(pk__in=seeker.saved_postings.values("posting")) | Q(pk=kept)
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
    by: Booker = Booker.SEEKER,
    staff: User | None = None,
    now: datetime | None = None,
) -> MockInterview:
    """Book a free hour of the seeker's own advisor, by the rules of counseling. Raises `NotBookable`.

    The advisor or the desk, `staff`, does it for somebody on the phone: by the same rules, with the same mail.

    A posting that is none of `postings_of` is left out: they have unsaved it meanwhile, or it never was theirs.
    """
    booking = book_slot(slot_id, seeker, form=form, purpose=Purpose.MOCK_INTERVIEW, by=by, staff=staff, now=now)
    # Looked for by the statement that stores it, under the seeker's lock.
    posting = Subquery(postings_of(seeker).filter(pk=posting_id).order_by().values("pk")) if posting_id else None
    return MockInterview.objects.create(booking=booking, kind=kind, posting_id=posting, practise=practise)


@transaction.atomic
def change_practice(
    interview_id: int,
    *,
    by: User,
    kind: MockInterview.Kind,
    posting_id: int | None = None,
    practise: str | None = None,
    now: datetime | None = None,
) -> MockInterview:
    """Say anew what is practised, until it begins; the seeker's own words stay unless they are told.

    Raises `NotChangeable`.
    """
    found = lock_interview(interview_id)
    if found is None:
        raise NotTheirs
    seeker, booking = found
    advisor = booking.slot.advisor
    is_advisors = seeker.current_advisor == advisor.pk and (by.is_superuser or advisor.user_id == by.pk)
    if not (is_advisors or by.pk == seeker.user_id):
        raise NotTheirs
    refuse_late(booking, now=now or seeker.locked_at)
    interview = MockInterview.objects.get(pk=interview_id)
    posting = postings_of(seeker, kept=interview.posting_id).filter(pk=posting_id).first() if posting_id else None
    interview.practise_for(posting, kind=kind, practise=interview.practise if practise is None else practise)
    return interview


def refuse_late(booking: CounselingBooking, *, now: datetime) -> None:
    """What is practised stays from the beginning on. Raises `NotAhead` or `Begun`."""
    if booking.status != Status.BOOKED:
        raise NotAhead
    if booking.slot.starts_at <= now:
        raise Begun


def lock_interview(interview_id: int) -> tuple[LockedSeeker, LockedBooking] | None:
    """The seeker and the booking of a mock interview, under a lock in this order; None if it is gone."""
    interview = MockInterview.objects.filter(pk=interview_id).select_related("booking").first()
    if interview is None:
        return None
    seeker, booking = lock_seeker(interview.booking.seeker_id), locked(interview_id)
    return (seeker, booking) if booking else None
