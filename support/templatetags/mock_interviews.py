"""What start pages say of mock interviews, and what a booking's page says of the one it is for."""

from collections.abc import Iterable

from django import template
from django.utils import timezone

from accounts.models import User
from config.typed import Typed
from jobs.models import JobInterview, Referral
from support.mock_interviews import groups, offering, unwritten
from support.models import MockInterview, SeminarSeat

register = template.Library()


@register.inclusion_tag("support/mock_interviews/_practise.html")
def practise_first(referral: Referral, interviews: Iterable[JobInterview]) -> Typed:
    """A line beside an interview that is coming up, unless they practise already, leave, or wish for notices only."""
    now, is_at_interviews = timezone.now(), referral.status == Referral.Status.INTERVIEW
    is_coming = is_at_interviews and any(not it.is_off and it.starts_at > now for it in interviews)
    return {"posting": referral.posting_id if is_coming and offering.may_offer(referral, now=now) else None}


@register.simple_tag
def sheets_to_write(user: User) -> list[MockInterview]:
    """Of an advisor; nothing for anybody else."""
    return list(unwritten.sheets_to_write(user)[: unwritten.AT_MOST]) if user.is_advisor else []


@register.simple_tag
def group_sheets_to_write(user: User) -> list[SeminarSeat]:
    """Of an advisor; nothing for anybody else."""
    return groups.seats_to_write(user, now=timezone.now(), most=unwritten.AT_MOST) if user.is_advisor else []


@register.simple_tag
def sheets_overdue(user: User) -> list[MockInterview]:
    """What the desk asks after; nothing for anybody else."""
    if not (user.is_superuser or user.is_support_desk):
        return []
    return list(unwritten.sheets_overdue(user, today=timezone.localdate())[: unwritten.AT_MOST])


@register.simple_tag
def group_sheets_overdue(user: User) -> list[unwritten.OverdueSeat]:
    """The same of groups."""
    if not (user.is_superuser or user.is_support_desk):
        return []
    return list(unwritten.group_sheets_overdue(user, today=timezone.localdate())[: unwritten.AT_MOST])
