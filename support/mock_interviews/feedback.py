"""The advisor sends a feedback sheet, once; until the seeker has opened it, they may correct it.

Locks are taken in one order: seeker, booking or seat, sheet.
"""

from datetime import datetime

from django.db import transaction

from accounts.messages.queue import queue_message
from accounts.models import User
from advisors.assignment.assigning import LockedSeeker, lock_seeker
from advisors.assignment.models import Assignment
from advisors.counseling.booking import LockedBooking
from advisors.models import CounselingBooking
from support.mock_interviews.booking import lock_interview
from support.mock_interviews.groups import of_groups, seats_seen_by
from support.mock_interviews.models import InterviewFeedback, MockInterview
from support.mock_interviews.refusals import (
    MemberLeaves,
    NotHeld,
    NotOver,
    NotTheirInterviewer,
    OpenedAlready,
    SentAlready,
)
from support.seminars.models import SeminarSeat

Status = CounselingBooking.Status


@transaction.atomic
def send_feedback(
    interview_id: int, *, by: User, now: datetime | None = None, **said: str | int | None
) -> InterviewFeedback:
    """Send the sheet of a mock interview that is over, and tell the seeker that it is there. Raises `NotSendable`.

    Where nobody has recorded yet what came of the hour, it is recorded by this that it took place.
    """
    found = lock_interview(interview_id)
    if found is None:
        raise NotTheirInterviewer
    seeker, booking = found
    now = now or seeker.locked_at
    tie = tie_of(seeker, booking, by)
    if booking.slot.ends_at > now:
        raise NotOver
    if booking.status not in (Status.BOOKED, Status.COMPLETED):
        raise NotHeld
    if InterviewFeedback.objects.filter(interview=interview_id).exists():
        raise SentAlready
    if booking.status == Status.BOOKED:
        booking.end(Status.COMPLETED, at=now)
    return store(tie, seeker, by=by, now=now, interview_id=interview_id, **said)


@transaction.atomic
def send_group_feedback(
    seat_id: int, *, by: User, now: datetime | None = None, **said: str | int | None
) -> InterviewFeedback:
    """The same to somebody who was in a group, once that is over. Whether they were there the desk records.

    Raises `NotSendable`.
    """
    unlocked = SeminarSeat.objects.filter(pk=seat_id).first()
    if unlocked is None:
        raise NotTheirInterviewer
    seeker = lock_seeker(unlocked.seeker_id)
    now = now or seeker.locked_at
    seat = SeminarSeat.objects.select_for_update(of=("self",)).select_related("seminar").get(pk=seat_id)
    ties = seeker.assignments.current().filter(began_at__lte=seat.seminar.starts_at)
    tie = (ties if by.is_superuser else ties.filter(advisor__user=by)).first()
    if tie is None:
        raise NotTheirInterviewer
    if seeker.is_leaving:
        raise MemberLeaves
    if seat.seminar.ends_at > now:
        raise NotOver
    if not of_groups(SeminarSeat.objects.filter(pk=seat_id)).exists():
        raise NotHeld
    if InterviewFeedback.objects.filter(seat=seat_id).exists():
        raise SentAlready
    return store(tie, seeker, by=by, now=now, seat_id=seat_id, **said)


@transaction.atomic
def say_no_sheet(interview_id: int, *, by: User, now: datetime | None = None) -> None:
    """That there will be no sheet of a mock interview that is over, says who was to write it, or the desk.

    It can be written all the same. Raises `NotSendable`.
    """
    found = lock_interview(interview_id)
    if found is None:
        raise NotTheirInterviewer
    seeker, booking = found
    now = now or seeker.locked_at
    if not is_at_desk(by):
        tie_of(seeker, booking, by)
    if booking.slot.ends_at > now:
        raise NotOver
    if InterviewFeedback.objects.filter(interview=interview_id).exists():
        raise SentAlready
    MockInterview.objects.get(pk=interview_id).say_no_sheet(at=now)


@transaction.atomic
def say_no_group_sheet(seat_id: int, *, by: User, now: datetime | None = None) -> None:
    """The same of somebody who was in a group. Raises `NotSendable`."""
    unlocked = SeminarSeat.objects.filter(pk=seat_id).first()
    if unlocked is None:
        raise NotTheirInterviewer
    seeker = lock_seeker(unlocked.seeker_id)
    now = now or seeker.locked_at
    seat = SeminarSeat.objects.select_for_update(of=("self",)).select_related("seminar").get(pk=seat_id)
    if not seats_seen_by(by).filter(pk=seat_id).exists():
        raise NotTheirInterviewer
    if seat.seminar.ends_at > now:
        raise NotOver
    if InterviewFeedback.objects.filter(seat=seat_id).exists():
        raise SentAlready
    seat.say_no_sheet(at=now)


def is_at_desk(user: User) -> bool:
    return user.is_superuser or user.is_support_desk


def store(
    tie: Assignment, seeker: LockedSeeker, *, by: User, now: datetime, **fields: str | int | None
) -> InterviewFeedback:
    """The sheet, and the mail that it is there. Call with the seeker locked."""
    sheet = InterviewFeedback.objects.create(assignment=tie, written_by=by, sent_at=now, **fields)
    queue_message("support/feedback_sent", seeker.user, feedback=sheet.pk)
    return sheet


@transaction.atomic
def correct_feedback(
    feedback_id: int, *, by: User, now: datetime | None = None, **said: str | int | None
) -> InterviewFeedback:
    """Whoever wrote it says it anew, as long as the seeker has not opened it. Raises `NotSendable`."""
    unlocked = InterviewFeedback.objects.filter(pk=feedback_id).select_related("assignment").first()
    if unlocked is None or unlocked.written_by_id != by.pk:
        raise NotTheirInterviewer
    seeker = lock_seeker(unlocked.assignment.seeker_id)
    if seeker.current_advisor != unlocked.assignment.advisor_id:
        raise NotTheirInterviewer
    if seeker.is_leaving:
        raise MemberLeaves
    sheet = InterviewFeedback.objects.select_for_update(of=("self",)).get(pk=feedback_id)
    if sheet.opened_at:
        raise OpenedAlready
    sheet.correct(at=now or seeker.locked_at, **said)
    return sheet


def mark_opened(feedback_id: int, *, now: datetime) -> None:
    """That the seeker has opened the sheet, the first time they do. From then on it stays as it is."""
    InterviewFeedback.objects.unopened().filter(pk=feedback_id).update(opened_at=now)


def tie_of(seeker: LockedSeeker, booking: LockedBooking, by: User) -> Assignment:
    """The tie under which it was held, if it is the seeker's still and `by` may write. Raises `NotSendable`."""
    advisor = booking.slot.advisor
    if seeker.current_advisor != advisor.pk or not (by.is_superuser or advisor.user_id == by.pk):
        raise NotTheirInterviewer
    if seeker.is_leaving:
        raise MemberLeaves
    return seeker.assignments.current().get()
