"""What the admin's first page tells an advisor."""

from django import template
from django.utils import timezone

from accounts.models import User
from advisors.counseling.unrecorded import AT_MOST, unrecorded_at_desk
from advisors.models import CounselingBooking
from advisors.today import days

register = template.Library()


@register.simple_tag
def advisors_day(user: User) -> days.Day | None:
    """The day of whoever works as an advisor; None for anybody else."""
    return days.day_of(user, now=timezone.now()) if user.is_advisor else None


@register.simple_tag
def unrecorded_counseling(user: User) -> list[CounselingBooking]:
    """What the desk is to find out about; nothing for anybody else."""
    if not (user.is_superuser or user.is_support_desk):
        return []
    return list(unrecorded_at_desk(user, now=timezone.now())[:AT_MOST])
