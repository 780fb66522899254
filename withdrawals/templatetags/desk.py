"""What the admin's first page asks about the queue."""

from django import template
from django.utils import timezone

from accounts.models import JobSeeker, User
from withdrawals.requests import desk
from withdrawals.requests.admin.requests import time_left_in_words
from withdrawals.requests.leaving_messages import LeavingMessage
from withdrawals.requests.mentions import Mention, mentions_of
from withdrawals.requests.models import WithdrawalRequest

register = template.Library()


@register.simple_tag
def withdrawal_overview(user: User) -> desk.Overview | None:
    """The queue at a glance, for whoever may see the queue; None for anybody else."""
    if not user.has_perm("withdrawals.view_withdrawalrequest"):
        return None
    return desk.overview(user, now=timezone.now())


@register.simple_tag
def leaving_messages(user: User) -> list[LeavingMessage]:
    """Those that wait to be recorded, as far as this person may read them, the oldest first."""
    waiting = LeavingMessage.objects.visible_to(user).waiting().select_related("seeker").order_by("written_at", "id")
    return list(waiting[: desk.SHOWN_FIRST])


@register.filter
def is_late(message: LeavingMessage) -> bool:
    return message.is_late(timezone.now())


@register.simple_tag
def own_mentions(user: User, seeker: JobSeeker) -> list[Mention]:
    """Where this advisor may have named a seeker of theirs who is leaving."""
    return mentions_of(seeker, to=user)


@register.filter
def next_task(request: WithdrawalRequest) -> str:
    return desk.next_task(request, now=timezone.now())


@register.filter
def time_left(request: WithdrawalRequest) -> str:
    return time_left_in_words(request)
