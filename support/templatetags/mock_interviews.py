"""What start pages say of mock interviews, and what a booking's page says of the one it is for."""

from django import template
from django.utils import timezone

from accounts.models import User
from support.mock_interviews import unwritten
from support.models import MockInterview

register = template.Library()


@register.simple_tag
def sheets_to_write(user: User) -> list[MockInterview]:
    """Of an advisor; nothing for anybody else."""
    return list(unwritten.sheets_to_write(user)[: unwritten.AT_MOST]) if user.is_advisor else []


@register.simple_tag
def sheets_overdue(user: User) -> list[MockInterview]:
    """What the desk asks after; nothing for anybody else."""
    if not (user.is_superuser or user.is_support_desk):
        return []
    return list(unwritten.sheets_overdue(user, today=timezone.localdate())[: unwritten.AT_MOST])
