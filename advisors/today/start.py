"""An advisor's first page: their hours, and who of their seekers waits for them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import CharField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisors.today.days import (
    SHOWN_AHEAD,
    Day,
    day_of,
    interviews_between,
    new_without_booking,
    who_asks,
    who_waits,
)
from config.admin.lines import Line, at_that_time, lines, on_that_day, since_then
from config.admin.start import Part, Tile, Waiting


def parts(user: User, *, now: datetime) -> Iterable[Part | Waiting]:
    """For whoever works as an advisor."""
    if not user.is_advisor:
        return
    today = timezone.localdate(now)
    yield hours(day_of(user, now=now))
    yield Waiting(
        name="waiting",
        title=_("Waiting for an answer"),
        rows=lines(
            who_waits(user, now=now),
            since="since",
            seeker="seeker",
            more=Cast("unread", CharField()),
            leaving="is_leaving",
        ),
        page=thread_of,
        told=since_and_unread,
        everything=reverse("admin:advisors_conversationentry_changelist"),
        urgency="near",
        is_counted=True,
    )
    yield Waiting(
        name="interviews",
        title=_("Interviews at companies in the next seven days"),
        rows=lines(
            interviews_between(user, today, today + SHOWN_AHEAD),
            key="referral",
            since="starts_at",
            seeker="seeker",
            what="company",
            leaving="is_leaving",
        ),
        page=lambda line: reverse("admin:jobs_referral_change", args=[line.key]),
        told=time_and_company,
    )
    yield Waiting(
        name="asking",
        title=_("Asking for new referrals"),
        rows=lines(who_asks(user), since="asked_at", seeker="seeker"),
        page=lambda line: f"{reverse('admin:jobs_referral_add')}?seeker={line.seeker}",
        urgency="near",
    )
    yield Waiting(
        name="unbooked",
        title=_("New, and not booked yet"),
        rows=lines(new_without_booking(user, now=now), since="began_at", seeker="seeker"),
        page=lambda line: reverse("admin:accounts_jobseeker_change", args=[line.seeker]),
        told=assigned_then,
        everything=reverse("admin:accounts_jobseeker_changelist"),
    )


def hours(day: Day) -> Part:
    counted = [
        Tile(len(day.today), _("Today's appointments"), "#today"),
        Tile(len(day.coming), _("In the next seven days"), "#counseling-coming"),
    ]
    if day.unrecorded:
        counted.insert(0, Tile(len(day.unrecorded), _("Outcome not recorded"), "#unrecorded", urgency="near"))
    return Part(name="today", title=_("Today"), template="admin/advisors/_today.html", said={"day": day}, tiles=counted)


def thread_of(line: Line) -> str:
    return reverse("admin:advisors_conversationentry_thread", args=[line.seeker])


def since_and_unread(line: Line) -> str:
    if line.more == "0":
        return since_then(line)
    unread = ngettext("%(count)d unread", "%(count)d unread", int(line.more)) % {"count": int(line.more)}
    return f"{since_then(line)} · {unread}"


def time_and_company(line: Line) -> str:
    return f"{at_that_time(line)} · {line.what}"


def assigned_then(line: Line) -> str:
    return gettext("assigned on %(day)s") % {"day": on_that_day(line)}
