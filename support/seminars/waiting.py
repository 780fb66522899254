"""What waits for the desk in seminars: attendance that nobody has recorded, a link that is missing, a closed door."""

from datetime import datetime, timedelta
from typing import TypedDict

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from accounts.models import User
from advisors.models import ClosedDay
from config.typed import WithAnnotations
from support.seminars.models import Seminar, SeminarSeat

AT_MOST = 20
SOON = timedelta(days=3)


class OfDesk(TypedDict):
    """Whether a seminar ahead is `is_at_closed_door`."""

    is_shut: bool


SeminarOfDesk = WithAnnotations[Seminar, OfDesk]


def of_desk(user: User, *, now: datetime) -> list[tuple[Seminar, str]]:
    """Each with what is to be done, the oldest first. One statement."""
    is_taken = Q(pk__in=SeminarSeat.objects.taken().values("seminar"))
    has_begun = Q(starts_at__lte=now)
    lacks_link = Q(starts_at__gt=now, starts_at__lte=now + SOON, office=None, meeting_url="")
    seminars: QuerySet[Seminar] = Seminar.objects.visible_to(user).open().annotate(day=TruncDate("starts_at"))
    told = seminars.annotate(is_shut=Q(starts_at__gt=now) & is_at_closed_door())
    to_do = told.filter((has_begun | lacks_link) & is_taken | Q(is_shut=True))
    return [(seminar, task(seminar, now=now)) for seminar in to_do.order_by("starts_at", "pk")[:AT_MOST]]


def is_at_closed_door() -> Q:
    """That nobody is let in: the day was closed, or the office for good, after it had been planned. Needs its `day`."""
    is_closed = Exists(ClosedDay.objects.filter(day=OuterRef("day"))) | Q(day__in=settings.EXTRA_CLOSED_DAYS)
    return Q(office__isnull=False) & (is_closed | Q(office__is_open=False))


def task(seminar: SeminarOfDesk, *, now: datetime) -> str:
    if seminar.starts_at <= now:
        return _("Record who was there")
    if seminar.is_shut:
        return _("The office is closed then: hold it on another day or elsewhere, or call it off")
    return _("Add the link: it begins soon, and who has a seat cannot come in")
