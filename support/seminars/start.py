"""What there is to do about seminars, and who is in line for a seat, on the desk's first page."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db.models import Case, CharField, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from config.admin.lines import Line, at_that_time, lines
from config.admin.start import Waiting
from support.seminars.waiting import in_line, task, to_see_to


def parts(user: User, *, now: datetime) -> Iterable[Waiting]:
    if not (user.is_superuser or user.is_support_desk):
        return
    everything = reverse("admin:support_seminar_changelist")
    yield Waiting(
        name="seminars",
        title=_("Seminars to see to"),
        rows=lines(
            to_see_to(user, now=now),
            since="starts_at",
            what="title",
            more=Case(When(is_shut=True, then=Value("shut")), default=Value("")),
        ),
        label=title,
        page=page_of,
        told=partial(time_and_task, now=now),
        everything=everything,
        urgency="near",
    )
    yield Waiting(
        name="seminar-lines",
        title=_("Seminars with a waiting list"),
        help=_("A seat that comes free is offered to the first in line by itself."),
        rows=lines(in_line(user, now=now), since="starts_at", what="title", more=Cast("waiting", CharField())),
        label=title,
        page=page_of,
        told=time_and_line,
        everything=everything,
    )


def title(line: Line) -> str:
    return line.what


def page_of(line: Line) -> str:
    return reverse("admin:support_seminar_change", args=[line.key])


def time_and_task(line: Line, *, now: datetime) -> str:
    return f"{at_that_time(line)} · {task(line.since, is_shut=bool(line.more), now=now)}"


def time_and_line(line: Line) -> str:
    many = int(line.more)
    waits = ngettext("%(many)d waits for a seat", "%(many)d wait for a seat", many) % {"many": many}
    return f"{at_that_time(line)} · {waits}"
