"""Counseling that is over and of which nobody has said what came (結果が未記録): who is to say it."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User, leaving
from advisors.assignment.models import Assignment
from advisors.counseling.models import CounselingBooking
from config.business_days import last_day_before

AT_MOST = 50


def unrecorded_at_desk(user: User, *, now: datetime) -> QuerySet[CounselingBooking]:
    """What the desk is to find out: left unrecorded for a business day, or held by who accompanies the seeker no more.

    The oldest first; nothing for whoever is not at the desk.
    """
    bookings = CounselingBooking.objects.visible_to(user).unrecorded(now)
    here = {"seeker": OuterRef("seeker"), "advisor": OuterRef("slot__advisor")}
    is_accompanied = Exists(Assignment.objects.current().filter(**here))
    bookings = bookings.filter(Q(slot__held_on__lte=last_day(timezone.localdate(now))) | ~is_accompanied)
    bookings = bookings.annotate(is_leaving=leaving("seeker")).select_related("slot__office", "seeker")
    return bookings.order_by("slot__held_on", "slot__hour", "pk")


def last_day(today: date) -> date:
    """The latest day after which a business day has passed."""
    return last_day_before(today, business_days=1)


def is_left_to_desk(booking: CounselingBooking, *, now: datetime) -> bool:
    if booking.slot.ends_at > now:
        return False
    if booking.slot.held_on <= last_day(timezone.localdate(now)):
        return True
    return not booking.seeker.assignments.current().filter(advisor=booking.slot.advisor_id).exists()
