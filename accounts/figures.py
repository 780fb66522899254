"""How long mails and removals wait, and when the machinery last ran: see config/figures.py.

Each is one look at an index.
"""

from datetime import datetime, timedelta

from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from accounts.messages.models import DUE_AT
from accounts.models import FileRemoval, LineEvent, Message, Pulse
from config import replica
from config.figures import Wait, told_as
from config.together import earliest, moments, named
from config.typed import Text

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
    Pulse.Name.INVITATIONS: timedelta(hours=1),
    Pulse.Name.UPLOADS: timedelta(hours=3),
    Pulse.Name.STRAYS: timedelta(hours=26),
    Pulse.Name.TALLIES: timedelta(hours=26),
    Pulse.Name.LINE: timedelta(hours=1),
}
# What a reader's wishes explain: a week until it has room for one more, and less than a day until the hour comes.
KEPT_MOST = timedelta(days=8)
REMOVAL_MOST = timedelta(hours=1)
# Somebody waits for an answer; the first tries are minutes apart.
LINE_EVENT_MOST = timedelta(minutes=15)
# Of all names, as they are few.
PULSES = named(Pulse.objects.all(), "name", "at")


@told_as(
    _("The beat of the schedule"),
    help=_("Start the process beat. It starts every sweep; nothing is lost, and all that waits is done once it runs."),
)
def last_beat(*, now: datetime) -> Wait:
    return last(Pulse.Name.BEAT, now=now, most=BEAT_MOST)


@told_as(
    _("The last sweep of the messages"),
    help=_("Start the process worker, and see in its log why sweep_messages fails. No mail is lost."),
)
def last_message_sweep(*, now: datetime) -> Wait:
    return last(Pulse.Name.MESSAGES, now=now, most=SWEEP_MOST)


@told_as(
    _("The last sweep of the withdrawals"),
    help=_(
        "Start the process worker, and see in its log why sweep_withdrawals fails. None is lost; its day comes nearer."
    ),
)
def last_withdrawal_sweep(*, now: datetime) -> Wait:
    return last(Pulse.Name.WITHDRAWALS, now=now, most=SWEEP_MOST)


@told_as(
    _("What the replica knows of the beat"),
    help=_("The replica is down or behind. Pages go on, and may show visitors what was: mend it, or do without it."),
)
def replica_behind(*, now: datetime) -> Wait:
    """How old the last beat is that has arrived there; nothing where there is none."""
    if not replica.is_there():
        return Wait(timedelta(0), BEAT_MOST)
    try:
        at = Pulse.objects.using(replica.ALIAS).filter(pk=Pulse.Name.BEAT).values_list("at", flat=True).first()
    except DatabaseError:
        at = None
    return Wait.last(at, now=now, most=BEAT_MOST)


def last(name: Pulse.Name, *, now: datetime, most: timedelta) -> Wait:
    return Wait.last(moments(PULSES).get(name), now=now, most=most)


@told_as(
    _("Reminders that were due and not written"),
    help=_("See in the log of the worker whose reminder fails each time."),
)
def oldest_due_reminder(*, now: datetime) -> Wait:
    """Since when there has always been one that was due and not written: those that fail are due in every round."""
    pulses = moments(PULSES)
    ats = [pulses[name] for name in REMINDERS if name in pulses]
    return Wait.last(min(ats) if len(ats) == len(REMINDERS) else None, now=now, most=REMINDER_MOST)


@told_as(
    _("Rounds of the schedule that are late"),
    help=_("The table below says which one. See in the log of the worker why it fails."),
)
def late_round(*, now: datetime) -> Wait:
    """Since when a round is late that should have gone well for everybody by now: which, the pulses say."""
    pulses = moments(PULSES)
    late_since = [pulses[name] + limit for name, limit in LATE_AFTER.items() if name in pulses]
    return Wait.since(*late_since, now=now, most=timedelta(0))


@told_as(
    _("The oldest message that should have left"),
    help=_(
        "Ask the mail server, or LINE: the log of the worker says what it answers. Messages are kept and tried again."
    ),
)
def oldest_unsent_message(*, now: datetime) -> Wait:
    """What was to leave and has not: since it was to, however often it was tried since.

    What is kept for a later hour is not late; each try puts the next one off, so that its time says nothing then.
    """
    waiting = Message.objects.ready(now).order_by("try_at")
    failing = Message.objects.failing().order_by(DUE_AT)
    return Wait.since(
        earliest(waiting, "try_at"),
        earliest(failing, DUE_AT),
        now=now,
        most=MESSAGE_MOST,
    )


@told_as(
    _("The oldest mail that is kept for its reader's hours"),
    help=_("It is put off again and again: see which wish of its reader leaves it no room."),
)
def oldest_waiting_message(*, now: datetime) -> Wait:
    """How long ago the mail was owed that has been kept for a later hour the longest.

    Not how many: each night hundreds of thousands wait for the morning, and that is well. Not how far ahead either:
    what is put off again and again, because others always take the room, would look new each time.
    """
    return Wait.since(earliest(Message.objects.kept().order_by("queued_at"), "queued_at"), now=now, most=KEPT_MOST)


@told_as(
    _("The oldest file that is not removed yet"),
    help=_("The store of files refuses: see the log of the worker. What belongs to somebody who left is still there."),
)
def oldest_file_removal(*, now: datetime) -> Wait:
    """For how long a file has outlived its row: the storage refuses, or nobody sweeps."""
    oldest = earliest(FileRemoval.objects.order_by("deleted_at"), "deleted_at")
    return Wait.since(oldest, now=now, most=REMOVAL_MOST)


@told_as(
    _("The oldest event of LINE that nobody has read"),
    help=_("See in the log of the worker why read_line_event fails. Somebody may have written that they leave."),
)
def oldest_unread_line_event(*, now: datetime) -> Wait:
    """For how long something that LINE has told us has not been read: it fails each time, or nobody reads."""
    oldest = earliest(LineEvent.objects.unread().order_by("received_at"), "received_at")
    return Wait.since(oldest, now=now, most=LINE_EVENT_MOST)


def rounds(*, now: datetime) -> dict[str, tuple[Text, Wait]]:
    """How long ago each round that could be late last went well."""
    most = LATE_AFTER | dict.fromkeys(REMINDERS, REMINDER_MOST)
    ats = dict(Pulse.objects.filter(pk__in=most).values_list("pk", "at").order_by())
    return {name: (name.label, Wait.last(ats.get(name), now=now, most=limit)) for name, limit in most.items()}
