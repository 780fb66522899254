from django import template
from django.db.models import Count, Min, Q
from django.utils import timezone

from accounts.models import JobSeeker, User
from jobs.asked import asked_of
from jobs.models import PostingWish, Referral

AT_MOST = 50

register = template.Library()


@register.inclusion_tag("jobs/_referrals_card.html")
def referrals_card(seeker: JobSeeker) -> dict:
    """What waits to be read, what is in selection, and the next interview, as a card of my page: one query."""
    ahead = Q(interviews__starts_at__gte=timezone.now(), interviews__called_off_at=None)
    return seeker.referrals.aggregate(
        waiting=Count("pk", filter=Q(status=Referral.Status.PROPOSED), distinct=True),
        in_selection=Count("pk", filter=Q(status__in=Referral.IN_SELECTION), distinct=True),
        next_at=Min("interviews__starts_at", filter=ahead & Q(status__in=Referral.IN_SELECTION)),
    )


@register.simple_tag
def applications_to_send(user: User) -> int:
    """How many seekers of this advisor have applied, and wait for their application to be sent."""
    if not user.is_advisor:
        return 0
    return Referral.objects.visible_to(user).filter(status=Referral.Status.APPLIED).count()


@register.simple_tag
def postings_asked_for(user: User) -> list[PostingWish]:
    """What the seekers of this advisor ask to be referred to; nothing for anybody else."""
    return list(asked_of(user)[:AT_MOST]) if user.is_advisor else []
