"""Whether somebody of the desk is offered to replace an advisor."""

from django import template

from accounts.models import JobSeeker, User
from advisors.handover.replacing import obstacle
from advisors.models import Assignment

register = template.Library()
register.simple_tag(obstacle)


@register.simple_tag
def replaceable(seeker: JobSeeker, by: User) -> Assignment | None:
    """The tie of now, if this person may put another advisor in it."""
    tie = seeker.assignments.current().first()
    return tie if tie and not obstacle(tie, by) else None
