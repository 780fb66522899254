"""When the service is at work: on business days, between the hours of the support desk."""

import re
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

from config.business_days import add_business_days, is_business_day
from config.noted import span

HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*[-–~〜～]\s*(\d{1,2}):(\d{2})")
OPENS, CLOSES = time(10), time(18)


def opening(day: date) -> tuple[datetime, datetime]:
    """Between which hours: those of the support desk, where they are given."""
    found = HOURS.search(settings.SUPPORT_HOURS)
    begins, ends = OPENS, CLOSES
    if found:
        from_hour, from_minute, until_hour, until_minute = map(int, found.groups())
        begins, ends = time(from_hour % 24, from_minute % 60), time(until_hour % 24, until_minute % 60)
    first, last = (timezone.make_aware(datetime.combine(day, it)) for it in (begins, ends))
    return first, last


def in_words() -> str:
    """As the setting says them, with the dash of the reader's language."""
    return HOURS.sub(lambda it: span(f"{it[1]}:{it[2]}", f"{it[3]}:{it[4]}"), settings.SUPPORT_HOURS)


def is_open(now: datetime) -> bool:
    today = timezone.localdate(now)
    begins, ends = opening(today)
    return is_business_day(today) and begins <= now < ends


def closed_since(now: datetime) -> datetime:
    """When it was at work last. Ask while it is not."""
    today = timezone.localdate(now)
    is_over = is_business_day(today) and opening(today)[1] <= now
    return opening(today if is_over else add_business_days(today, -1))[1]


def answers_by(now: datetime) -> datetime:
    """By when an answer comes: the end of the next hours at work. Ask while it is not."""
    today = timezone.localdate(now)
    is_ahead = is_business_day(today) and now < opening(today)[0]
    return opening(today if is_ahead else add_business_days(today, 1))[1]
