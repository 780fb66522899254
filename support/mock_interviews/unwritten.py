"""Feedback sheets that nobody has sent yet: whose they are to write, and since when the desk asks after them."""

from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from advisors.counseling.unrecorded import last_day
from config.business_days import add_business_days
from support.mock_interviews.models import MockInterview

AT_MOST = 50
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


def by_time(rows: QuerySet[MockInterview]) -> QuerySet[MockInterview]:
    return rows.order_by("booking__slot__held_on", "booking__slot__hour", "pk")


def asked_from(today: date) -> date:
    """The latest day after which so many business days have passed."""
    day = last_day(today)
    while add_business_days(day, ASKED_AFTER) > today:
        day = last_day(day)
    return day
