"""What the admin's first page tells the desk of suits."""

from django import template
from django.utils import timezone

from accounts.models import User
from support.suits.overview import Overview, overview

register = template.Library()


@register.simple_tag
def suits_today(user: User) -> Overview | None:
    """What there is to do, for whoever hands out suits; None for anybody else."""
    if not user.has_perm("support.change_suitloan"):
        return None
    return overview(now=timezone.now())
