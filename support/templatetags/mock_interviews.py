"""What the page of a referral says of practising for its interview."""

from collections.abc import Iterable

from django import template
from django.utils import timezone

from config.typed import Typed
from jobs.models import JobInterview, Referral
from support.mock_interviews import offering

register = template.Library()


@register.inclusion_tag("support/mock_interviews/_practise.html")
def practise_first(referral: Referral, interviews: Iterable[JobInterview]) -> Typed:
    """A line beside an interview that is coming up, unless they practise already, leave, or wish for notices only."""
    now, is_at_interviews = timezone.now(), referral.status == Referral.Status.INTERVIEW
    is_coming = is_at_interviews and any(not it.is_off and it.starts_at > now for it in interviews)
    return {"posting": referral.posting_id if is_coming and offering.may_offer(referral, now=now) else None}
