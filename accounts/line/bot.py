"""Under which name the service is found at LINE: asked of LINE once a day."""

from datetime import datetime, timedelta

from django.conf import settings

from accounts.line import channel
from accounts.line.models import LineBot
from accounts.messages.carrying import NotReached

EVERY = timedelta(days=1)


def ask_for_basic_id(*, now: datetime) -> None:
    if not settings.LINE_CHANNEL or LineBot.objects.filter(asked_at__gt=now - EVERY).exists():
        return
    try:
        found = channel.basic_id()
    except (channel.Refused, NotReached):  # the page does without it, and it is asked for again
        return
    LineBot.objects.update_or_create(pk=1, defaults={"basic_id": found[:50], "asked_at": now})


def add_friend_url() -> str:
    """Where somebody adds the service as a friend; nothing while its name is not known."""
    name = LineBot.objects.values_list("basic_id", flat=True).first()
    return f"https://line.me/R/ti/p/{name}" if name else ""
