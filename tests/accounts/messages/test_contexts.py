"""What is stored with each kind of mail: what its catalogue names and nothing else, dates and times as such again."""

from datetime import date, datetime
from types import NoneType
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from accounts.messages.contexts import WrongContext, either, revived
from accounts.messages.kinds import Leaves, catalogues, kind_of
from accounts.messages.queue import queue_message, queue_message_to_address
from accounts.models import Message
from accounts.tasks import sweep_messages

pytestmark = pytest.mark.django_db

TEN = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
SAMPLES = {str: "text", int: 3, bool: True, list: [["Profile", 1]], date: TEN.date(), datetime: TEN}
KINDS = sorted(f"{app}/{name}" for app, mails in catalogues().items() for name in mails)


def stored(kind: str) -> dict[str, tuple[type, ...]]:
    return {name: either(of) for name, of in kind_of(kind).stored.items()}


def sample(kind: str) -> dict:
    return {name: SAMPLES[of[0]] for name, of in stored(kind).items()}


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_catalogue_names_is_stored_and_comes_back_as_it_was(kind, seeker):
    for message in (
        queue_message(kind, seeker.user, **sample(kind)),
        queue_message_to_address(kind, "a@example.com", language="en", **sample(kind)),
    ):
        assert revived(Message.objects.get(pk=message.pk)) == sample(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_catalogue_does_not_name_is_refused(kind, seeker):
    wrong = [sample(kind) | {"unnamed_at": TEN}]
    for name, of in stored(kind).items():
        others = [value for type_, value in SAMPLES.items() if type_ not in of]
        wrong += [sample(kind) | {name: value} for value in (*others, TEN.replace(tzinfo=None))]
        if NoneType not in of:
            wrong += [sample(kind) | {name: None}, {other: it for other, it in sample(kind).items() if other != name}]
    for context in wrong:
        with pytest.raises(WrongContext):
            queue_message(kind, seeker.user, **context)
        with pytest.raises(WrongContext):
            queue_message_to_address(kind, "a@example.com", language="en", **context)
    assert not Message.objects.exists()


@pytest.mark.parametrize("kind", ["accounts/nowhere", "nowhere/welcome", "nowhere"])
def test_kind_that_is_in_no_catalogue_is_refused(kind, seeker):
    with pytest.raises(WrongContext):
        queue_message(kind, seeker.user)


def test_refusal_says_names_and_no_value(seeker):
    with pytest.raises(WrongContext) as refused:
        queue_message("advisors/your_advisor", seeker.user, advisor=12, note="secret")
    assert str(refused.value) == "advisors/your_advisor: advisor, note"


def test_what_may_be_left_out_is_not_stored_as_nothing(seeker):
    told = sample("advisors/day_changed") | {"was_at": None}
    assert queue_message("advisors/day_changed", seeker.user, **told).context.keys() == told.keys() - {"was_at"}


def test_what_concerns_an_appointment_says_when_it_is():
    """`advisors/conversation/quiet.py` reads it there."""
    with_one = {kind for kind in KINDS if kind_of(kind).leaves is Leaves.WITH_APPOINTMENT}
    assert {"advisors/reminder", "jobs/interview_set"} < with_one
    assert {stored(kind).get("starts_at") for kind in with_one} == {(datetime,)}


# Rows that were queued before the catalogues said what is stored


def revived_before(name: str, value):
    """As it was then: by the ending of its name."""
    if name.endswith("_on"):
        return date.fromisoformat(value)
    return timezone.localtime(datetime.fromisoformat(value)) if name.endswith("_at") else value


@pytest.mark.parametrize(
    "kind",
    sorted(
        kind for kind in {*KINDS} - {"jobs/job_notice", "advisors/office_closed"} if not kind.startswith("support/")
    ),
)
def test_row_of_before_comes_back_as_it_did(kind):
    row = {name: it.isoformat() if isinstance(it, date) else it for name, it in sample(kind).items()}
    message = Message(kind=kind, context=row)
    assert revived(message) == {name: revived_before(name, value) for name, value in row.items()}


@pytest.mark.parametrize("since", ["2026-11-24 01:00:00", "2026-11-24T01:00:00+00:00", "2026-11-24T01:00:00Z"])
def test_moment_that_the_database_has_written_comes_back_in_the_time_of_japan(since):
    assert revived(Message(kind="jobs/job_notice", context={"since": since})) == {"since": TEN}


def test_what_is_no_longer_named_stays_as_it_was_stored():
    row = {"name": "text", "left_at": "2026-11-24T10:00:00+09:00"}
    for kind in ("advisors/advisor_wrote", "accounts/nowhere", "nowhere"):
        assert revived(Message(kind=kind, context=row)) == row


ROWS = {
    "withdrawals/unlisted": ({"number": 2, "since_at": "2026-11-24T01:00:00+00:00"}, "Tue 24 Nov, 10:00 (2 of"),
    "withdrawals/under_review": (
        {"reference": "W-7K3PQ9XM", "due_on": "2026-11-30", "status_url": "https://example.jp/"},
        "hear from us by Mon 30 Nov.",
    ),
    "advisors/cancelled": (
        {
            "booking": 1,
            "starts_at": "2026-11-24T01:00:00+00:00",
            "change_until_at": "2026-11-23T22:00:00+00:00",
            "advisor": "相談員",
            "form": "phone",
            **dict.fromkeys(("office", "address", "access", "map_url", "meeting_url"), ""),
            "calendar": "BEGIN:VCALENDAR",
        },
        "When: Tue 24 Nov, 10:00, for one hour",
    ),
}


@pytest.mark.usefixtures("clock")  # it is November 2026
@pytest.mark.parametrize("kind", ROWS)
def test_row_of_before_is_sent_as_it_was_to_be(kind, worker):
    row, says = ROWS[kind]
    Message.objects.create(kind=kind, to_email="a@example.com", language="en", context=row)
    sweep_messages()
    worker()
    assert [says in sent.body for sent in mail.outbox] == [True]
