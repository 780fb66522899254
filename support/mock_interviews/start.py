"""Feedback sheets that are to be written: before whoever writes them, and after days before the desk."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config import days
from config.admin.lines import Line, at_that_time, lines, on_that_day
from config.admin.start import Waiting
from support.mock_interviews.groups import seats_to_write
from support.mock_interviews.models import MockInterview
from support.mock_interviews.unwritten import group_sheets_overdue, sheets_overdue, sheets_to_write


def parts(user: User, *, now: datetime) -> Iterable[Waiting]:
    if user.is_advisor:
        yield from to_write(user, now=now)
    if user.is_superuser or user.is_support_desk:
        yield from overdue(user, now=now)


def to_write(user: User, *, now: datetime) -> Iterable[Waiting]:
    yield Waiting(
        name="sheets",
        title=_("Feedback sheets to write"),
        rows=lines(
            sheets_to_write(user),
            since="booking__slot__held_on",
            seeker="booking__seeker",
            what="kind",
            more=Cast("booking__slot__hour", CharField()),
        ),
        page=lambda line: reverse("admin:support_interviewfeedback_write", args=[line.key]),
        told=hour_and_kind,
        also=none_of_interview,
        urgency="near",
    )
    yield Waiting(
        name="group-sheets",
        title=_("Feedback sheets to write, of groups"),
        rows=lines(seats_to_write(user, now=now), since="seminar__starts_at", seeker="seeker", what="seminar__title"),
        page=lambda line: reverse("admin:support_interviewfeedback_write_group", args=[line.key]),
        told=lambda line: f"{at_that_time(line)} · {line.what}",
        also=none_of_seat,
        urgency="near",
    )


ASK = _("Please ask the advisor to write them. If there will be none, say so: the job seeker then reads it.")


def overdue(user: User, *, now: datetime) -> Iterable[Waiting]:
    """What they are to write themselves stands before them as such."""
    today = timezone.localdate(now)
    yield Waiting(
        name="sheets-overdue",
        title=_("Feedback sheets that job seekers have been waiting for"),
        help=ASK,
        rows=lines(
            sheets_overdue(user, today=today).exclude(booking__slot__advisor__user=user),
            since="booking__slot__held_on",
            seeker="booking__seeker",
            what="booking__slot__advisor__name",
        ),
        page=lambda line: reverse("admin:support_mockinterview_change", args=[line.key]),
        told=day_and_writer,
        also=none_of_interview,
    )
    yield Waiting(
        name="group-sheets-overdue",
        title=_("Feedback sheets of groups that job seekers have been waiting for"),
        help=ASK,
        rows=lines(
            group_sheets_overdue(user, today=today).exclude(pk__in=seats_to_write(user, now=now).values("pk")),
            since="seminar__starts_at",
            seeker="seeker",
            what=Concat("seminar__title", Value(" · "), "writer"),
            more=Cast("seminar", CharField()),
        ),
        page=write_group if user.is_superuser else seminar_of,
        told=day_and_writer,
        also=none_of_seat,
    )


def write_group(line: Line) -> str:
    """An administrator may write it, where the advisor does not."""
    return reverse("admin:support_interviewfeedback_write_group", args=[line.key])


def seminar_of(line: Line) -> str:
    return reverse("admin:support_seminar_change", args=[line.more])


def hour_and_kind(line: Line) -> str:
    return f"{days.on_the_hour(line.at.date(), int(line.more))} · {MockInterview.Kind(line.what).label}"


def day_and_writer(line: Line) -> str:
    return f"{on_that_day(line)} · {line.what}"


def none_of_interview(line: Line) -> tuple[str, str]:
    return gettext("There will be none"), reverse("admin:support_interviewfeedback_none", args=[line.key])


def none_of_seat(line: Line) -> tuple[str, str]:
    return gettext("There will be none"), reverse("admin:support_interviewfeedback_none_group", args=[line.key])
