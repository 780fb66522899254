from django import template
from django.db.models import Count, Q

from accounts.models import JobSeeker, Notice, User
from config.typed import Typed
from jobs.conditions.asked import asked_of
from jobs.models import PostingWish, Referral

AT_MOST = 50

register = template.Library()


@register.inclusion_tag("jobs/referrals/_referrals_card.html")
def referrals_card(seeker: JobSeeker) -> Typed:
    """What waits to be read, what is in selection, and whether they want none: one query."""
    in_selection = Q(referrals__status__in=Referral.IN_SELECTION)
    stopped = Q(stopped_notices__kind=Notice.JOB)
    return JobSeeker.objects.filter(pk=seeker.pk).aggregate(
        waiting=Count("referrals", filter=Q(referrals__status=Referral.Status.PROPOSED), distinct=True),
        in_selection=Count("referrals", filter=in_selection, distinct=True),
        is_notices_only=Count("pk", filter=Q(is_notices_only=True)),
        is_stopped=Count("stopped_notices", filter=stopped),
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
