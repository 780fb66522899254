"""How a day or an hour is written, in pages, mails, the admin and LINE alike; the year only where it is another."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from config.noted import span, up_to


def day(of: date | datetime | None) -> str:
    """With its day of the week: Mon 30 Nov, 11月30日（月）. Nothing of None, as templates have it."""
    if not of:
        return ""
    on = in_japan(of).date() if isinstance(of, datetime) else of
    return date_format(on, "MONTH_DAY_FORMAT" if on.year == timezone.localdate().year else "DAY_OF_A_YEAR_FORMAT")


def hour(at: datetime | None) -> str:
    return date_format(in_japan(at), "TIME_FORMAT") if at else ""


def when(at: datetime | None) -> str:
    """Both: Mon 30 Nov, 14:00, 11月30日（月）14:00."""
    return gettext("%(day)s, %(time)s") % {"day": day(at), "time": hour(at)} if at else ""


def on_the_hour(held_on: date, at: int) -> str:
    """A full hour of a day, as slots are kept."""
    return when(datetime.combine(held_on, time(at)))


def until(begins: datetime, ends: datetime) -> str:
    """An hour and that at which it is over: Mon 30 Nov, 14:00–15:30, 11月30日（月）14:00〜15:30."""
    return span(when(begins), hour(ends))


def through(first: date, last: date) -> str:
    """All days from one to the other."""
    return up_to(day(first), day(last))


def in_japan(at: datetime) -> datetime:
    """One without a time zone, as of a slot, is in the time of Japan already."""
    return timezone.localtime(at) if timezone.is_aware(at) else at
