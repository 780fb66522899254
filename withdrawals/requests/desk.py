"""What the support desk's queue knows: how urgent a request is, and what is to be done next."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from django.db.models import Case, Count, Q, QuerySet, TextChoices, Value, When
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config import days
from config.business_days import add_business_days, business_days_until
from config.typed import WithAnnotations
from withdrawals.requests.calls import CallBack
from withdrawals.requests.deadlines import WARNED_BUSINESS_DAYS_AHEAD
from withdrawals.requests.models import Channel, WithdrawalRequest, WithdrawalRequestQuerySet

Status = WithdrawalRequest.Status
SOON = timedelta(hours=1)
SHOWN_FIRST = 10
SHOWN_FOLDED = 50


class Turn(TextChoices):
    """Who has to do something next about an open request."""

    DESK = "desk", _("Needs you")
    SERVICE = "service", _("Completes by itself")

    def rows(self, now: datetime) -> Q:
        late = now - SOON  # as `is_stuck` says of one
        stuck = Q(status=Status.RECEIVED, received_at__lt=late) | Q(status=Status.SCHEDULED, completes_at__lt=late)
        unreached = Q(status=Status.SCHEDULED, unreached_at__isnull=False)
        needs_desk = Q(status=Status.NEEDS_REVIEW) | unreached | WithdrawalRequest.FAILING | stuck
        return Q(ended_at=None) & (needs_desk if self is Turn.DESK else ~needs_desk)


class Urgency(TextChoices):
    OVERDUE = "overdue", _("Overdue")
    TODAY = "today", _("Due today")
    NEAR = "near", _("Near")
    IN_TIME = "in_time", _("In time")

    def rows(self, today: date) -> Q:
        """Which open requests are of this urgency. Says it of the due day as `urgency` does."""
        near_until = add_business_days(today, WARNED_BUSINESS_DAYS_AHEAD)
        return {
            Urgency.OVERDUE: Q(due_on__lt=today),
            Urgency.TODAY: Q(due_on=today),
            Urgency.NEAR: Q(due_on__gt=today, due_on__lte=near_until),
            Urgency.IN_TIME: Q(due_on__gt=near_until),
        }[self] & Q(ended_at=None)


def urgency(due_on: date, *, today: date) -> Urgency:
    """Near is what the desk has been warned of: two business days ahead."""
    if due_on < today:
        return Urgency.OVERDUE
    if due_on == today:
        return Urgency.TODAY
    is_near = due_on <= add_business_days(today, WARNED_BUSINESS_DAYS_AHEAD)
    return Urgency.NEAR if is_near else Urgency.IN_TIME


def time_left(due_on: date, *, today: date) -> str:
    """How many business days are left, or are over, in words; nothing on a day of which the urgency says it all."""
    days = business_days_until(due_on, today=today)
    if days == 0:
        return ""
    if days < 0:
        return ngettext("%(days)d business day over", "%(days)d business days over", -days) % {"days": -days}
    return ngettext("%(days)d business day left", "%(days)d business days left", days) % {"days": days}


def next_task(request: WithdrawalRequest, *, now: datetime) -> str:
    """What the desk has to do next about it, in words."""
    if request.is_failing:
        since = days.when(request.failing_since or now)
        said = gettext("The service has not got on with it since %(when)s. Please tell an administrator.")
        return said % {"when": since}
    if is_stuck(request, now=now):
        return gettext("It has been waiting for the service for over an hour. Please tell an administrator.")
    if request.status == Status.RECEIVED:
        return gettext("Nothing yet: the service is looking for the member.")
    if is_late_and_needs_nothing(request, now=now):
        when = days.when(request.completes_at)
        return gettext("Nothing, though it is overdue: it is completed by itself (%(when)s).") % {"when": when}
    if request.status == Status.SCHEDULED:
        when = days.when(request.completes_at)
        if request.unreached_at:
            said = gettext(
                "Call the member on the registered phone number: no mail has reached them. "
                "Stop it if they wish; else it is completed by itself (%(when)s)."
            )
            return said % {"when": when}
        return gettext("Nothing: it is completed by itself (%(when)s).") % {"when": when}
    if request.status != Status.NEEDS_REVIEW:
        return gettext("Nothing: it has ended.")
    return review_task(request)


def is_late_and_needs_nothing(request: WithdrawalRequest, *, now: datetime) -> bool:
    """Past its day, and yet nobody can do anything about it: its grace time runs."""
    is_late = request.is_open and request.due_on < timezone.localdate(now)
    return is_late and request.status == Status.SCHEDULED and request.unreached_at is None


def review_task(request: WithdrawalRequest) -> str:
    """Of one that waits for the desk."""
    if call := call_of(request):
        when = days.when(call.call_at)
        return gettext("Call back from %(when)s on, on the registered phone number.") % {"when": when}
    if request.mailbox_asked_at:
        return gettext("Wait for the answer from the mailbox, or call back on the registered phone number.")
    return gettext("Find out whose it is and call back on the registered phone number.")


def call_of(request: WithdrawalRequest) -> CallBack | None:
    """That they are to be called back, if so: of the requests that were told by phone."""
    return getattr(request, "call_back", None) if request.channel == Channel.PHONE else None


def is_stuck(request: WithdrawalRequest, *, now: datetime) -> bool:
    """The service should have gone on with it, and has not."""
    waits_since: dict[str, datetime | None] = {
        Status.RECEIVED: request.received_at,
        Status.SCHEDULED: request.completes_at,
    }
    since = waits_since.get(request.status)
    return since is not None and since + SOON < now


def waiting(user: User) -> WithdrawalRequestQuerySet:
    """The open requests this person may see, the most urgent first."""
    # `ended_at`, not the statuses: the index of the open ones is made of it.
    requests = WithdrawalRequest.objects.visible_to(user).select_related("call_back")
    return requests.filter(ended_at=None).order_by("due_on", "id")


def by_itself(user: User, *, now: datetime) -> list[WithdrawalRequest]:
    """The first of the open requests that need nobody. One query."""
    return list(waiting(user).filter(Turn.SERVICE.rows(now))[:SHOWN_FOLDED])


class WhoseTurn(TypedDict):
    """What is asked along with a request."""

    turn: str


Turned = WithAnnotations[WithdrawalRequest, WhoseTurn]


@dataclass(frozen=True)
class Overview:
    """The queue at a glance."""

    counts: dict[str, int]
    first: list[Turned]

    @property
    def needs_desk(self) -> list[Turned]:
        return [request for request in self.first if request.turn == Turn.DESK]

    @property
    def by_itself(self) -> list[Turned]:
        return [request for request in self.first if request.turn == Turn.SERVICE]

    @property
    def is_empty(self) -> bool:
        return not self.first


def overview(user: User, *, now: datetime) -> Overview:
    """How many are how urgent, how many need review, and the first ten, the desk's own first. Two queries."""
    today = timezone.localdate(now)
    counts = waiting(user).aggregate(
        **{kind.value: Count("pk", filter=kind.rows(today)) for kind in Urgency},
        needs_review=Count("pk", filter=Q(status=Status.NEEDS_REVIEW)),
        failing=Count("pk", filter=WithdrawalRequest.FAILING),
    )
    turn = Case(When(Turn.DESK.rows(now), then=Value(Turn.DESK)), default=Value(Turn.SERVICE))
    first: QuerySet[Any] = waiting(user).annotate(turn=turn).order_by("turn", "due_on", "id")[:SHOWN_FIRST]
    return Overview(counts, list(first))
