from django import template

from accounts.models import JobSeeker
from config.typed import Typed
from jobs.conditions import facts_in_words

register = template.Library()
register.filter("pay_in_words", facts_in_words.pay)

CARD = 3


@register.inclusion_tag("jobs/postings/_mypage_card.html")
def jobs_card(seeker: JobSeeker) -> Typed:
    """The jobs saved last, as a card of my page."""
    kept = seeker.saved_postings.select_related("posting").order_by("-saved_at", "-pk")
    return {"kept": list(kept[:CARD])}
