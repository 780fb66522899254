"""How long mails and removals wait, and when the machinery last ran: see config/figures.py.

Each is one look at an index.
"""

from datetime import datetime, timedelta

from django.db.models import Min

from accounts.messages.models import DUE_AT
from accounts.models import FileRemoval, LineEvent, Message, Pulse
from config.figures import Figure

BEAT_MOST, SWEEP_MOST = timedelta(minutes=3), timedelta(minutes=5)
# A night's notices leave within half an hour.
MESSAGE_MOST = timedelta(minutes=30)
# Three rounds found something left, each of which hands every reminder to a task.
REMINDER_MOST = timedelta(minutes=35)
REMINDERS = [Pulse.Name.COUNSELING_REMINDERS, Pulse.Name.SEMINAR_REMINDERS, Pulse.Name.SUIT_REMINDERS]
# By `settings.CELERY_BEAT_SCHEDULE`: how long after it last went well each is late.
LATE_AFTER = {
    Pulse.Name.SEATS: timedelta(hours=1),
    Pulse.Name.POSTINGS: timedelta(hours=3),
    Pulse.Name.SLOTS: timedelta(hours=26),
    Pulse.Name.WAITING: timedelta(hours=1),
    Pulse.Name.JOB_NOTICES: timedelta(hours=22),
    Pulse.Name.SEMINAR_NOTICES: timedelta(hours=22),
    Pulse.Name.TYPED: timedelta(hours=1),
    Pulse.Name.EXPIRED: timedelta(hours=1),
    Pulse.Name.UPLOADS: timedelta(hours=3),
    Pulse.Name.STRAYS: timedelta(hours=26),
}
# What a reader's wishes explain: a week until it has room for one more, and less than a day until the hour comes.
KEPT_MOST = timedelta(days=8)
REMOVAL_MOST = timedelta(hours=1)
# Somebody waits for an answer; the first tries are minutes apart.
LINE_EVENT_MOST = timedelta(minutes=15)


def last_beat(*, now: datetime) -> Figure:
    return last(Pulse.Name.BEAT, now=now, most=BEAT_MOST)


def last_message_sweep(*, now: datetime) -> Figure:
    return last(Pulse.Name.MESSAGES, now=now, most=SWEEP_MOST)


def last_withdrawal_sweep(*, now: datetime) -> Figure:
    return last(Pulse.Name.WITHDRAWALS, now=now, most=SWEEP_MOST)


def last(name: Pulse.Name, *, now: datetime, most: timedelta) -> Figure:
    at = Pulse.objects.filter(pk=name).values_list("at", flat=True).first()
    return Figure(None if at is None else max(timedelta(0), now - at), most)


def oldest_due_reminder(*, now: datetime) -> Figure:
    """Since when there has always been one that was due and not written: those that fail are due in every round."""
    ats = Pulse.objects.filter(pk__in=REMINDERS).values_list("at", flat=True).order_by()
    found = list(ats)
    return Figure(max(timedelta(0), now - min(found)) if len(found) == len(REMINDERS) else None, REMINDER_MOST)


def late_round(*, now: datetime) -> Figure:
    """Since when a round is late that should have gone well for everybody by now: which, the pulses say."""
    ats = Pulse.objects.filter(pk__in=LATE_AFTER).values_list("pk", "at").order_by()
    late_since = [at + LATE_AFTER[Pulse.Name(name)] for name, at in ats]
    return Figure.since(*late_since, now=now, most=timedelta(0))


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


def oldest_unread_line_event(*, now: datetime) -> Figure:
    """For how long something that LINE has told us has not been read: it fails each time, or nobody reads."""
    oldest = LineEvent.objects.unread().order_by("received_at").values_list("received_at", flat=True).first()
    return Figure.since(oldest, now=now, most=LINE_EVENT_MOST)
