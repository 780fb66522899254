"""How long mails and removals wait, and when the machinery last ran: see config/figures.py.

Each is one look at an index.
"""

from datetime import datetime, timedelta

from django.db.models import Min

from accounts.messages.models import DUE_AT
from accounts.models import FileRemoval, Message, Pulse
from config.figures import Figure

BEAT_MOST, SWEEP_MOST = timedelta(minutes=3), timedelta(minutes=5)
# A night's notices leave within half an hour.
MESSAGE_MOST = timedelta(minutes=30)
# What a reader's wishes explain: a week until it has room for one more, and less than a day until the hour comes.
KEPT_MOST = timedelta(days=8)
REMOVAL_MOST = timedelta(hours=1)


def last_beat(*, now: datetime) -> Figure:
    return last(Pulse.Name.BEAT, now=now, most=BEAT_MOST)


def last_message_sweep(*, now: datetime) -> Figure:
    return last(Pulse.Name.MESSAGES, now=now, most=SWEEP_MOST)


def last_withdrawal_sweep(*, now: datetime) -> Figure:
    return last(Pulse.Name.WITHDRAWALS, now=now, most=SWEEP_MOST)


def last(name: Pulse.Name, *, now: datetime, most: timedelta) -> Figure:
    at = Pulse.objects.filter(pk=name).values_list("at", flat=True).first()
    return Figure(None if at is None else max(timedelta(0), now - at), most)


def oldest_unsent_message(*, now: datetime) -> Figure:
    """What was to leave and has not: since it was to, however often it was tried since.

    What is kept for a later hour is not late; each try puts the next one off, so that its time says nothing then.
    """
    waiting = Message.objects.ready(now).order_by("try_at")
    failing = Message.objects.failing().order_by(DUE_AT)
    return Figure.since(
        waiting.values_list("try_at", flat=True).first(),
        failing.values_list(DUE_AT, flat=True).first(),
        now=now,
        most=MESSAGE_MOST,
    )


def oldest_waiting_message(*, now: datetime) -> Figure:
    """How long ago the mail was owed that has been kept for a later hour the longest.

    Not how many: each night hundreds of thousands wait for the morning, and that is well. Not how far ahead either:
    what is put off again and again, because others always take the room, would look new each time.
    """
    return Figure.since(Message.objects.kept().aggregate(at=Min("queued_at"))["at"], now=now, most=KEPT_MOST)


def oldest_file_removal(*, now: datetime) -> Figure:
    """For how long a file has outlived its row: the storage refuses, or nobody sweeps."""
    oldest = FileRemoval.objects.order_by("deleted_at").values_list("deleted_at", flat=True).first()
    return Figure.since(oldest, now=now, most=REMOVAL_MOST)
