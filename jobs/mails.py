"""What mails of this app say, found when they are sent; see `FOUND_WHEN_SENT` in the settings."""

from django.conf import settings
from django.urls import reverse

from accounts.models import JobSeeker, Message
from jobs.standing import with_standing


def conditions_changed(message: Message) -> dict | None:
    """Where the advisor reads them; nothing to whom the seeker has left, or of one who is leaving."""
    seekers = JobSeeker.objects.visible_to(message.recipient).filter(pk=message.context["about"])
    seeker = with_standing(seekers).first()
    if seeker is None or seeker.is_leaving or seeker.is_notices_only:
        return None
    return {"admin_url": settings.SITE_URL + reverse("admin:accounts_jobseeker_change", args=[seeker.pk])}
