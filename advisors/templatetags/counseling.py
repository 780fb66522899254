from django import template
from django.utils import timezone

from accounts.models import JobSeeker
from advisors.counseling.fitting import may_change
from config.typed import Typed

register = template.Library()


@register.inclusion_tag("advisors/counseling/_mypage_card.html")
def counseling_card(seeker: JobSeeker) -> Typed:
    """The counseling that is booked, or the way to one, as a card of my page."""
    bookings = seeker.counseling_bookings.ahead(timezone.now()).select_related("slot__advisor", "slot__office")
    booking = bookings.first()
    return {"booking": booking, "may_change": booking and may_change(booking, now=timezone.now())}
