"""What waits for the desk in seminars: unrecorded attendance, a missing link, a closed door; and who is in line."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from accounts.models import User
from advisors.models import ClosedDay
from support.seminars.models import Seminar, SeminarQuerySet, SeminarSeat, has_line

SOON = timedelta(days=3)


def to_see_to(user: User, *, now: datetime) -> SeminarQuerySet:
    """Those about which somebody at the desk has to do something, the oldest first; `task` says what.

    With each comes whether one ahead `is_shut`: the office is closed then.
    """
    is_taken = Q(pk__in=SeminarSeat.objects.taken().values("seminar"))
    has_begun = Q(starts_at__lte=now)
    lacks_link = Q(starts_at__lte=now + SOON, office=None, meeting_url="")
    seminars = Seminar.objects.visible_to(user).open().annotate(day=TruncDate("starts_at"))
    told = seminars.annotate(is_shut=Q(starts_at__gt=now) & is_at_closed_door())
    return told.filter((has_begun | lacks_link) & is_taken | Q(is_shut=True)).order_by("starts_at", "pk")


def is_at_closed_door() -> Q:
    """That nobody is let in: the day was closed, or the office for good, after it had been planned. Needs its `day`."""
    is_closed = Exists(ClosedDay.objects.filter(day=OuterRef("day"))) | Q(day__in=settings.EXTRA_CLOSED_DAYS)
    return Q(office__isnull=False) & (is_closed | Q(office__is_open=False))


def task(starts_at: datetime, *, is_shut: bool, now: datetime) -> str:
    if starts_at <= now:
        return _("Record who was there")
    if is_shut:
        return _("The office is closed then: hold it on another day or elsewhere, or call it off")
    return _("Add the link: it begins soon, and who has a seat cannot come in")


def in_line(user: User, *, now: datetime) -> SeminarQuerySet:
    """Those ahead for which somebody waits to whom a seat can be offered, the next first."""
    ahead = Seminar.objects.visible_to(user).ahead(now)
    return ahead.filter(has_line(), waiting__gt=0).order_by("starts_at", "pk")
