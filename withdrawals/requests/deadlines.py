"""When a withdrawal must be done, when it is done, and when the desk is told that it is not."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from config.business_days import add_business_days, business_days_until, is_business_day

LAST_HOUR = time(23)  # of the due day: so that completing still fits into it
MORNING = time(9)
WARNED_BUSINESS_DAYS_AHEAD = 2
TYPED_KEPT_BUSINESS_DAYS = 3  # after the due day
LATE_NOTICE = timedelta(hours=1)
LOOK_AGAIN, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=6)
LOOK_FOR_WARNING = timedelta(minutes=15)
LOOK_FOR_NAMES = timedelta(hours=1)


def due_on(received_at: datetime) -> date:
    """The fifth business day (`WITHDRAWAL_BUSINESS_DAYS`) after the day of receipt, which is not counted."""
    return add_business_days(timezone.localdate(received_at), settings.WITHDRAWAL_BUSINESS_DAYS)


def business_days_taken(received_at: datetime, ended_at: datetime) -> int:
    """How many of the promised days it took: nought on the day of receipt."""
    return business_days_until(timezone.localdate(ended_at), today=timezone.localdate(received_at))


def completes_at(now: datetime, due: date) -> datetime:
    """When a request scheduled now is completed unless somebody stops it: one business day later, at the same hour.

    Never past the due day. Only where that has passed already, the member still gets an hour to say stop.
    """
    if settings.WITHDRAWAL_GRACE_BUSINESS_DAYS == 0:
        return now
    if timezone.localdate(now) > due:
        return now + LATE_NOTICE
    local = timezone.localtime(now)
    grace_ends = at(add_business_days(local.date(), settings.WITHDRAWAL_GRACE_BUSINESS_DAYS), local.time())
    return max(now, min(grace_ends, last_moment(due)))


def last_moment(due: date) -> datetime:
    """When what is left to complete by the due day is completed."""
    return at(due, LAST_HOUR)


def is_late_notice(queued_at: datetime, told_at: datetime) -> bool:
    """Whether a warning leaves so late that the grace time begins anew."""
    return told_at >= queued_at + LATE_NOTICE


def unreached_at(due: date) -> datetime:
    """When the desk is told that the member is not: in the morning, a business day ahead, to ring them up."""
    return at(add_business_days(due, -1), MORNING)


def warned_at(due: date) -> datetime:
    """When the desk is told that a deadline is near: in the morning, two business days ahead."""
    return at(add_business_days(due, -WARNED_BUSINESS_DAYS_AHEAD), MORNING)


def unrecorded_at(written_at: datetime) -> datetime:
    """When the desk is told that nobody has recorded what a member wrote: in the morning of the next business day."""
    return told_next_at(written_at)


def told_next_at(now: datetime) -> datetime:
    return at(add_business_days(timezone.localdate(now), 1), MORNING)


def missed_at(due: date) -> datetime:
    """When a deadline has been missed: as the due day ends."""
    return at(due + timedelta(days=1), time())


def typed_is_forgotten_for(today: date) -> date:
    """The last due day whose requests' typed contact has an end today: three business days later at the latest."""
    last = today if is_business_day(today) else add_business_days(today, -1)
    return add_business_days(last, -TYPED_KEPT_BUSINESS_DAYS)


def tried_again_at(now: datetime, *, due: date, tries: int) -> datetime:
    """When the next try of a request begins that has come to nothing so often: less and less often, never later than
    the desk must be told of its deadline.
    """
    pause: timedelta = min(LOOK_AGAIN * 2 ** min(tries, 10), LONGEST_PAUSE)
    return min(
        [now + pause, *(moment for moment in (warned_at(due), unreached_at(due), missed_at(due)) if moment > now)]
    )


def at(day: date, hour: time) -> datetime:
    moment: datetime = timezone.make_aware(datetime.combine(day, hour))
    return moment
