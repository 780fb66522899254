"""A suit to be picked up, and to be brought back, on my page."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import JobSeeker
from accounts.profile.agenda import Appointment
from config.office_hours import opening
from config.typed import Text
from support.suits.models import SuitLoan


def entries(seeker: JobSeeker, *, now: datetime) -> list[Appointment]:
    """Within the hours of those days. What is reserved is promised: there is nothing to wait for."""
    today = timezone.localdate(now)
    found = []
    for loan in seeker.suit_loans.live().select_related("office"):
        if loan.is_requested and loan.needed_on >= today:
            found.append(appointment(loan, _("Pick up the suit"), loan.pick_up_on))
            found.append(appointment(loan, _("Bring back the suit"), loan.return_on))
        elif loan.is_lent:
            what = _("Bring back the suit (its day is over)") if loan.is_overdue(today) else _("Bring back the suit")
            found.append(appointment(loan, what, loan.return_on))
    return found


def appointment(loan: SuitLoan, what: Text, day: date) -> Appointment:
    begins, ends = opening(day)
    return Appointment(
        starts_at=begins,
        ends_at=ends,
        what=str(what),
        where=loan.office.name,
        page=reverse("support:suits"),
        calendar=reverse("support:suit_calendar", args=[loan.pk]),
    )
