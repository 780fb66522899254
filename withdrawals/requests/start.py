"""Withdrawals, and what says that somebody leaves, on the first page of who is to see to them."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

from django.db.models import CharField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config import days
from config.admin.lines import Line, at_that_time, lines
from config.admin.start import Mark, Part, Tile, Waiting
from withdrawals.erasure.models import Erasure
from withdrawals.requests import desk
from withdrawals.requests.calls import CallBack
from withdrawals.requests.deadlines import unrecorded_at
from withdrawals.requests.leaving_messages import LeavingMessage
from withdrawals.requests.models import Channel


def parts(user: User, *, now: datetime) -> Iterable[Part | Waiting]:
    """What somebody has written is before their advisor too; the queue is the desk's."""
    if user.has_perm("withdrawals.view_leavingmessage") or user.is_advisor:
        yield say_they_leave(user, now=now)
    if user.has_perm("withdrawals.view_withdrawalrequest"):
        yield queue(desk.overview(user, now=now))
        yield from beside_queue(user, now=now)


def say_they_leave(user: User, *, now: datetime) -> Waiting:
    """The desk records it on the message's page, the advisor where what was written is taken for a withdrawal."""
    is_desk = user.has_perm("withdrawals.view_leavingmessage")
    page = "withdrawals_leavingmessage_change" if is_desk else "withdrawals_withdrawalrequest_take"
    return Waiting(
        name="say-they-leave",
        title=_("They write that they leave"),
        help=_("Please read it and record it: the days count from when it was written."),
        rows=lines(
            LeavingMessage.objects.visible_to(user).waiting().order_by("written_at", "id"),
            key="pk" if is_desk else "entry",
            since="written_at",
            seeker="seeker",
            what="channel",
            more=Cast("due_on", CharField()),
        ),
        page=lambda line: reverse(f"admin:{page}", args=[line.key]),
        told=due_and_channel,
        mark=partial(late, now=now),
        everything=reverse("admin:withdrawals_leavingmessage_changelist") if is_desk else "",
        urgency="overdue",
    )


def late(line: Line, *, now: datetime) -> Mark | None:
    return Mark("overdue", _("Not recorded yet")) if now >= unrecorded_at(line.since) else None


def due_and_channel(line: Line) -> str:
    due = gettext("due %(due)s") % {"due": days.day(date.fromisoformat(line.more))}
    return f"{due} · {Channel(line.what).label} · {at_that_time(line)}"


def queue(overview: desk.Overview) -> Part:
    return Part(
        name="withdrawals",
        title=_("Withdrawals"),
        template="admin/withdrawals/_overview.html",
        said={"overview": overview},
        tiles=tiles(overview.counts),
    )


def tiles(counts: dict[str, int]) -> list[Tile]:
    page = reverse("admin:withdrawals_withdrawalrequest_changelist")
    failing = Tile(counts["failing"], _("Cannot be completed"), f"{page}?acts=desk", "overdue")
    by_urgency = [
        Tile(counts[kind], kind.label, f"{page}?urgency={kind}", kind if counts[kind] else "")
        for kind in (desk.Urgency.OVERDUE, desk.Urgency.TODAY, desk.Urgency.NEAR)
    ]
    to_review = Tile(counts["needs_review"], _("Needs review"), f"{page}?status=needs_review")
    return [*([failing] if failing.number else []), *by_urgency, to_review]


def beside_queue(user: User, *, now: datetime) -> Iterable[Waiting]:
    yield Waiting(
        name="call-back",
        title=_("To be called back"),
        rows=lines(
            CallBack.objects.visible_to(user).order_by("call_at", "pk"),
            since="call_at",
            what="request__reference",
        ),
        label=lambda line: line.what,
        page=lambda line: reverse("admin:withdrawals_withdrawalrequest_change", args=[line.key]),
        told=call_then,
        urgency="near",
    )
    yield Waiting(
        name="unlisted",
        title=_("Receipts that wait, because the list of erasures cannot be written"),
        help=_("Please tell an administrator."),
        rows=lines(Erasure.objects.overdue(now).order_by("pk"), since="erased_at"),
        urgency="overdue",
    )
    yield Waiting(
        name="named",
        title=_("Texts about others may name who leaves"),
        help=_(
            "Please ask their writers to look before the withdrawal is completed; the page of each says which texts "
            "they are."
        ),
        rows=lines(
            desk.waiting(user).naming(user).order_by("completes_at", "id"), since="completes_at", what="reference"
        ),
        label=lambda line: line.what,
        page=lambda line: f"{reverse('admin:withdrawals_withdrawalrequest_change', args=[line.key])}#mentions",
        told=completed_then,
        urgency="near",
    )


def call_then(line: Line) -> str:
    return gettext("from %(when)s on") % {"when": at_that_time(line)}


def completed_then(line: Line) -> str:
    return gettext("completed on %(when)s") % {"when": at_that_time(line)}
