"""What my page says of the member's advisor."""

from django import template
from django.db.models import Count, Q

from accounts.models import JobSeeker
from advisors.assignment import assigning
from advisors.models import Assignment
from config import clock

register = template.Library()
register.simple_tag(assigning.accompanies)


@register.simple_tag
def present_advisor(seeker: JobSeeker) -> Assignment | None:
    """The tie to the member's advisor, with how much of what they wrote is `unread`."""
    new = Q(conversation__is_from_seeker=False, conversation__read_at=None, conversation__goes_at__lte=clock.stamp())
    ties = seeker.assignments.current().select_related("advisor")
    return ties.annotate(unread=Count("conversation", filter=new)).first()
