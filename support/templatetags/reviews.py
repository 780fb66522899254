"""What the admin's first page tells of documents that wait to be reviewed."""

from datetime import timedelta

from django import template
from django.utils import timezone

from accounts.models import User
from support.models import DocumentReview

AT_MOST = 50
LONG = timedelta(days=5)

register = template.Library()


@register.simple_tag
def reviews_to_return(user: User) -> list[DocumentReview]:
    """Of the seekers of this advisor, the longest waiting first; nothing for anybody else."""
    if not user.is_advisor:
        return []
    reviews = DocumentReview.objects.own(user).waiting().select_related("document__seeker")
    return list(reviews[:AT_MOST])


@register.simple_tag
def reviews_left_waiting(user: User) -> int:
    """How many have waited for days, whoever is to return them, for the desk."""
    if not (user.is_superuser or user.is_support_desk):
        return 0
    since = timezone.now() - LONG
    reviews = DocumentReview.objects.visible_to(user).waiting().filter(submitted_at__lt=since)
    return reviews.order_by()[:AT_MOST].count()
