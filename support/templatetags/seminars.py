"""What the admin's first page tells the desk of seminars."""

from django import template
from django.utils import timezone

from accounts.models import User
from support.models import Seminar
from support.seminars.waiting import of_desk

register = template.Library()


@register.simple_tag
def seminars_to_see_to(user: User) -> list[tuple[Seminar, str]]:
    """What somebody at the desk has to do, and about which; nothing for anybody else."""
    if not (user.is_superuser or user.is_support_desk):
        return []
    return of_desk(user, now=timezone.now())
