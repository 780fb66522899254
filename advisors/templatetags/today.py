"""What the admin's first page tells an advisor."""

from django import template
from django.utils import timezone

from accounts.models import User
from advisors import today

register = template.Library()


@register.simple_tag
def advisors_day(user: User) -> today.Day | None:
    """The day of whoever works as an advisor; None for anybody else."""
    return today.day_of(user, now=timezone.now()) if user.is_advisor else None
