"""The hours a member has booked, on their page for staff."""

from collections.abc import Iterable
from datetime import datetime, time
from urllib.parse import urlencode

from django.db.models import CharField, DateTimeField, F, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, User
from advisors.counseling.models import CounselingBooking
from config.admin.lines import Line, lines
from config.admin.timeline import Topic
from config.typed import Text


def topics(seeker: JobSeeker, user: User) -> Iterable[Topic]:
    if not user.has_perm("advisors.view_counselingbooking"):
        return
    bookings = CounselingBooking.objects.visible_to(user).filter(seeker=seeker)
    listed = reverse("admin:advisors_counselingbooking_changelist")
    yield Topic(
        name=_("All past appointments"),
        rows=lines(
            bookings.order_by("-slot__held_on", "-slot__hour"),
            since=Cast("slot__held_on", DateTimeField()),
            what=F("purpose"),
            more=Concat(Cast("slot__hour", CharField()), Value(" "), "status"),
        ),
        title=lambda line: CounselingBooking.Purpose(line.what).label,
        said=status_of,
        page=lambda line: reverse("admin:advisors_counselingbooking_change", args=[line.key]),
        everything=f"{listed}?{urlencode({'q': seeker.member_number, 'time': 'past'})}",
        at=begins_at,
    )


def status_of(line: Line) -> Text:
    return CounselingBooking.Status(line.more.split()[1]).label


def begins_at(line: Line) -> datetime:
    return timezone.make_aware(datetime.combine(line.at, time(int(line.more.split()[0]))))
