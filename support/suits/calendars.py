"""Pick-up and return as entries for the seeker's own calendar."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from config.calendars import Entry, file_of
from config.office_hours import opening
from support.suits.models import SuitLoan


def invitation(loan: SuitLoan, *, now: datetime) -> str:
    """The text of the file: of a suit that is out, the return alone."""
    entries = [] if loan.is_lent else [entry(loan, "pick-up", _("Pick up the suit"), loan.pick_up_on)]
    entries.append(entry(loan, "return", _("Bring back the suit"), loan.return_on))
    return file_of("suits", *entries, is_off=loan.status == SuitLoan.Status.CANCELLED, now=now)


def entry(loan: SuitLoan, what: str, summary: str, day: date) -> Entry:
    """Somewhere within the hours of that day."""
    begins, ends = opening(day)
    return Entry(
        key=f"suit-{loan.pk}-{what}",
        starts_at=begins,
        ends_at=ends,
        summary=summary,
        location=f"{loan.office.name} {loan.office.address}",
        may_be_elsewhere=True,
    )
