"""The days up to the demo, which everything in it lives through."""

from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone

from accounts.models import Message, User
from config.business_days import add_business_days


@dataclass(frozen=True)
class Past:
    """The days up to `now`, who worked at the desk, and the last message of before the demo."""

    now: datetime
    desk: User
    last_message: int

    def morning(self, business_days_ago: int) -> datetime:
        day = add_business_days(timezone.localdate(self.now), -business_days_ago)
        return timezone.make_aware(datetime.combine(day, time(10, 40)))

    def post(self, moment: datetime) -> None:
        """The mails of that moment count as sent."""
        for message in Message.objects.filter(pk__gt=self.last_message, status=Message.Status.QUEUED):
            message.queued_at = message.try_at = moment
            message.save(update_fields=["queued_at", "try_at"])
            message.finish(Message.Status.SENT, at=moment)
