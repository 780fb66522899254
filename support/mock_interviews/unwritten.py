"""Feedback sheets that nobody has sent yet: whose they are to write, and since when the desk asks after them."""

from datetime import date, timedelta
from typing import TypedDict

from django.db.models import QuerySet, Subquery

from accounts.models import User
from config.business_days import last_day_before
from config.clock import midnight
from config.typed import WithAnnotations
from support.mock_interviews.groups import seats_seen_by, without_sheet, writers
from support.mock_interviews.models import MockInterview
from support.seminars.models import SeminarSeat


class OfOverdueSeat(TypedDict):
    """The name of the advisor who is to write the sheet."""

    writer: str


OverdueSeat = WithAnnotations[SeminarSeat, OfOverdueSeat]
ASKED_AFTER = 3  # business days


def sheets_to_write(user: User) -> QuerySet[MockInterview]:
    """What this advisor has held and not written yet, the oldest first."""
    held = MockInterview.objects.visible_to(user).without_sheet().filter(booking__slot__advisor__user=user)
    return by_time(held.select_related("booking__slot", "booking__seeker"))


def sheets_overdue(user: User, *, today: date) -> QuerySet[MockInterview]:
    """What has waited for so long that the desk asks the advisor; nothing for whoever is not at the desk."""
    if not (user.is_superuser or user.is_support_desk):
        return MockInterview.objects.none()
    held = MockInterview.objects.visible_to(user).without_sheet().filter(booking__slot__held_on__lte=asked_from(today))
    return by_time(held.select_related("booking__slot__advisor", "booking__seeker"))


def group_sheets_overdue(user: User, *, today: date) -> QuerySet[OverdueSeat]:
    """The same of those who were in a group, each with the advisor who is to write the sheet.

    Where there is none any more, there is nobody to be asked; the member reads so.
    """
    is_at_desk = user.is_superuser or user.is_support_desk
    until = midnight(asked_from(today) + timedelta(days=1))
    seats = without_sheet(seats_seen_by(user) if is_at_desk else SeminarSeat.objects.none()).filter(
        seminar__starts_at__lt=until
    )
    return seats.annotate(writer=Subquery(writers().values("advisor__name")[:1])).filter(writer__isnull=False)


def by_time(rows: QuerySet[MockInterview]) -> QuerySet[MockInterview]:
    return rows.order_by("booking__slot__held_on", "booking__slot__hour", "pk")


def asked_from(today: date) -> date:
    """The latest day after which so many business days have passed."""
    return last_day_before(today, business_days=ASKED_AFTER)
