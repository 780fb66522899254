"""The run of each night: who is owed a notice of new postings. The members are matched in the database, not here."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import (
    BigIntegerField,
    Case,
    DateTimeField,
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Greatest, JSONObject, RowNumber
from django.utils import timezone

from accounts.models import JobSeeker, Message, Notice, StoppedNotice, leaving
from advisors.models import ContactWish
from config.random_ids import first_of_many
from jobs.notices.models import NoticeRhythm
from jobs.notices.reaching import Postings, Rhythms, compiled, reached
from jobs.postings.models import JobPosting

KIND = f"jobs/{Notice.JOB}"
HOUR = 6
BATCH = 50_000
# A member who has never chosen a rhythm is told of what opened in the week before, not of all there is.
FIRST_LOOK = timedelta(days=7)

Frequency = NoticeRhythm.Frequency
Columns = QuerySet[Any, tuple[Any, ...]]  # rows to be stored, column by column
# The columns that `messages_to` and `begin_rhythms` fill, in their order.
MESSAGE = (
    "id",
    "kind",
    "recipient_id",
    "to_email",
    "language",
    "context",
    "status",
    "queued_at",
    "try_at",
    "tries",
    "waits_until",
)
RHYTHM = ("seeker_id", "frequency", "told_until")


def last_rounds(now: datetime) -> dict[str, datetime]:
    """When the newest notices of each rhythm were due: this morning or yesterday's, and that of a Monday."""
    local = timezone.localtime(now)
    morning = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if morning > local:
        morning -= timedelta(days=1)
    return {Frequency.DAILY: morning, Frequency.WEEKLY: morning - timedelta(days=morning.weekday())}


def due(now: datetime) -> Rhythms:
    """Whose round has come since they were told last; a run that was killed or late finds them again."""
    rounds = last_rounds(now)
    is_due = [Q(frequency=frequency, told_until__lt=at) for frequency, at in rounds.items()]
    return NoticeRhythm.objects.filter(is_due[0] | is_due[1])


def may_be_told(rhythms: Rhythms) -> Rhythms:
    """Without those who have stopped job notices, are leaving, or cannot sign in, and without staff."""
    stopped = StoppedNotice.objects.filter(seeker=OuterRef("pk"), kind=Notice.JOB)
    people = rhythms.filter(seeker__user__is_active=True, seeker__user__is_staff=False)
    return people.filter(~Exists(stopped), ~leaving("seeker"))


def owe_notices(*, now: datetime) -> int:
    """Everybody whose round has come, in batches: how many notices. Each batch is all of it or nothing."""
    begin_rhythms(now=now)
    owed = 0
    while batch := next_batch(now=now):
        owed += owe_to(batch, now=now)
    return owed


def next_batch(*, now: datetime) -> Rhythms | None:
    """Those due now, up to so many, by their ids: one that begins while these are told is of a batch to come."""
    ids = due(now).order_by("pk").values_list("pk", flat=True)
    first = ids.first()
    if first is None:
        return None
    last = ids[BATCH - 1 : BATCH].first() or ids.last() or first
    return due(now).filter(pk__gte=first, pk__lte=last)


@transaction.atomic
def owe_to(batch: Rhythms, *, now: datetime) -> int:
    """A message for each whom a new posting reaches; all of them are told until now."""
    hold(batch)
    told = reached(batch, may_be_told(batch), fresh(batch, now=now))
    owed = insert(Message, MESSAGE, messages_to(told, KIND, seeker="seeker__", since=F("told_until"), now=now))
    batch.update(told_until=now)
    return owed


def hold(rows: QuerySet[Any]) -> None:
    """Lock them without fetching them; who is erased meanwhile is waited for, and who is erased next waits."""
    if connection.vendor == "postgresql":
        sql, params = compiled(rows.order_by("pk").select_for_update(of=("self",)).values("pk"))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({sql}) AS held", params)


def fresh(batch: Rhythms, *, now: datetime) -> Postings:
    """The postings that somebody of the batch has not been told of."""
    since = batch.order_by("told_until").values("told_until")[:1]
    return JobPosting.objects.open().filter(opened_at__gt=since, opened_at__lte=now)


def messages_to(rows: QuerySet[Any], kind: str, *, seeker: str, since: F | Value, now: datetime) -> Columns:
    """The row of `Message` for each, of what is new `since`: what it says is found when it is sent.

    `seeker` is the path to the member, empty where the rows are the members themselves.
    """
    from_hour = Coalesce(f"{seeker}contact_wish__from_hour", Value(ContactWish().from_hour))
    columns: Columns = rows.alias(from_hour=from_hour).values_list(
        Value(first_of_many(), BigIntegerField()) + 2 * Window(RowNumber()),
        Value(kind),
        F(f"{seeker}user"),
        Value(""),
        F(f"{seeker}user__language"),
        JSONObject(since=since),
        Value(Message.Status.QUEUED.value),
        Value(now, DateTimeField()),
        Coalesce(opening(now=now), Value(now, DateTimeField())),
        Value(0),
        opening(now=now),
    )
    return columns


def opening(*, now: datetime) -> Case:
    """The hour of today from which the member allows mails, if it is ahead: NULL if not.

    The sender looks at the hours again; this spares it a hundred thousand mails that it could only put off.
    """
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    ahead = [hour for hour in range(24) if midnight + timedelta(hours=hour) > now]
    opens = [When(from_hour=hour, then=midnight + timedelta(hours=hour)) for hour in ahead]
    return Case(*opens, output_field=DateTimeField())


def begin_rhythms(*, now: datetime) -> None:
    """Give each member who has chosen none the rhythm that holds without a choice."""
    without = JobSeeker.objects.filter(notice_rhythm=None)
    since = Greatest("joined_at", Value(now - FIRST_LOOK, DateTimeField()))
    rows = without.values_list("pk", Value(Frequency.WEEKLY.value), since)
    insert(NoticeRhythm, RHYTHM, rows)


def insert(model: type[Model], columns: tuple[str, ...], rows: Columns) -> int:
    """Store the rows of a query without fetching them; how many. One that is there already stays as it is."""
    sql, params = compiled(rows)
    table, names = connection.ops.quote_name(model._meta.db_table), ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) {sql} ON CONFLICT DO NOTHING", params)
        return int(cursor.rowcount)
