"""What pages of the admin ask about the queue, and about who is leaving."""

from django import template
from django.utils import timezone

from accounts.models import JobSeeker, User
from withdrawals.requests import desk
from withdrawals.requests.admin.requests import time_left_in_words
from withdrawals.requests.mentions import Mention, mentions_of
from withdrawals.requests.models import WithdrawalRequest

register = template.Library()


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
