"""What waits for the desk in seminars: attendance that nobody has recorded, a link that is missing."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from support.seminars.models import Seminar, SeminarSeat

AT_MOST = 20
SOON = timedelta(days=3)


def of_desk(user: User, *, now: datetime) -> list[tuple[Seminar, str]]:
    """Each with what is to be done, the oldest first. One statement."""
    with_seat = SeminarSeat.objects.taken().values("seminar")
    has_begun = Q(starts_at__lte=now)
    lacks_link = Q(starts_at__gt=now, starts_at__lte=now + SOON, office=None, meeting_url="")
    seminars = Seminar.objects.visible_to(user).open().filter(has_begun | lacks_link, pk__in=with_seat)
    found = seminars.order_by("starts_at", "pk")[:AT_MOST]
    return [(seminar, task(seminar, now=now)) for seminar in found]


def task(seminar: Seminar, *, now: datetime) -> str:
    if seminar.starts_at <= now:
        return _("Record who was there")
    return _("Add the link: it begins soon, and who has a seat cannot come in")
