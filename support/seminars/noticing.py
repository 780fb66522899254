"""Notices of new seminars: in each member's rhythm, of all that are new in one mail. The members are found in the
database, not here, and in batches; a run that was killed goes on where it was.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from accounts.models import JobSeeker, Message, Notice, StoppedNotice, leaving
from jobs.models import NoticeRhythm
from jobs.notices.noticing import FIRST_LOOK, MESSAGE, hold, insert, last_rounds, messages_to
from support.seminars.models import Seminar, SeminarNoticeRound

KIND = f"support/{Notice.SEMINAR}"
BATCH = 50_000
Frequency = NoticeRhythm.Frequency


def owe_notices(*, now: datetime) -> int:
    """Everybody whose round has come: how many notices. Safe to repeat, and beside itself."""
    owed = 0
    for frequency, at in last_rounds(now).items():
        begin(frequency, at=at, now=now)
        while (more := owe_to_next(frequency, now=now)) is not None:
            owed += more
    return owed


@transaction.atomic
def begin(frequency: str, *, at: datetime, now: datetime) -> None:
    """Unless the round that was due then has been, or is under way. Where nothing is new, it is over at once."""
    since = {"told_until": at - FIRST_LOOK}
    SeminarNoticeRound.objects.get_or_create(frequency=frequency, defaults=since)
    round_ = SeminarNoticeRound.objects.select_for_update().get(frequency=frequency)
    if round_.telling_until or round_.told_until >= at:
        return
    if Seminar.objects.ahead(now).filter(opened_at__gt=round_.told_until, opened_at__lte=now).exists():
        round_.telling_until, round_.reached = now, 0
        round_.save(update_fields=["telling_until", "reached"])
    else:
        round_.told_until = now
        round_.save(update_fields=["told_until"])


@transaction.atomic
def owe_to_next(frequency: str, *, now: datetime) -> int | None:
    """A message for each of the next members: how many; None when all have theirs."""
    round_ = SeminarNoticeRound.objects.select_for_update().get(frequency=frequency)
    if round_.telling_until is None:
        return None
    further = JobSeeker.objects.filter(pk__gt=round_.reached).order_by("pk").values_list("pk", flat=True)
    last = further[BATCH - 1 : BATCH].first() or further.last()
    if last is None:
        round_.told_until, round_.telling_until = round_.telling_until, None
        round_.save(update_fields=["told_until", "telling_until"])
        return None
    members = to_be_told(frequency).filter(pk__gt=round_.reached, pk__lte=last)
    hold(members)
    since = Value(round_.told_until.isoformat())
    owed = insert(Message, MESSAGE, messages_to(members, KIND, seeker="", since=since, now=now))
    round_.reached = last
    round_.save(update_fields=["reached"])
    return owed


def to_be_told(frequency: str) -> QuerySet[JobSeeker]:
    """Who has this rhythm, without those who have turned these notices off, are leaving, or cannot sign in."""
    stopped = StoppedNotice.objects.filter(seeker=OuterRef("pk"), kind=Notice.SEMINAR)
    daily = NoticeRhythm.objects.filter(seeker=OuterRef("pk"), frequency=Frequency.DAILY)
    has_it = Exists(daily) if frequency == Frequency.DAILY else ~Exists(daily)
    return JobSeeker.objects.filter(has_it, ~Exists(stopped), ~leaving(), Q(user__is_active=True, user__is_staff=False))
