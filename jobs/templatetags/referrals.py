from django import template
from django.db.models import Count, Q

from accounts.models import JobSeeker, Notice
from config.typed import Typed
from jobs.models import Referral

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
