"""Under which name the service is found at LINE: asked of LINE once a day.

It is also how somebody learns that LINE takes nothing from us any more, as where the access token has been ended: what
goes to members goes by mail then, and none of them would tell.
"""

from datetime import datetime, timedelta

from django.conf import settings

from accounts.line import channel
from accounts.line.models import LineBot
from accounts.messages.carrying import NotReached

EVERY = timedelta(days=1)


def ask_for_basic_id(*, now: datetime) -> bool:
    """Whether LINE answers, as far as it was to be asked. If not, the next round asks again."""
    if settings.LINE_CHANNEL and not LineBot.objects.filter(asked_at__gt=now - EVERY).exists():
        try:
            found = channel.basic_id()
        except (channel.Refused, NotReached):
            return False
        LineBot.objects.update_or_create(pk=1, defaults={"basic_id": found[:50], "asked_at": now})
    return True


def add_friend_url() -> str:
    """Where somebody adds the service as a friend; nothing while its name is not known."""
    name = LineBot.objects.values_list("basic_id", flat=True).first()
    return f"https://line.me/R/ti/p/{name}" if name else ""
