"""The demo: there at once, believable, the same after a second run, and silent."""

import re
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from accounts.models import LineAccount, Message
from accounts.tasks import sweep_messages
from advisors.demo.by_line import PHONES
from advisors.models import (
    AdvisorChangeRequest,
    Assignment,
    ContactWish,
    ConversationEntry,
    CounselingBooking,
    CounselingNotes,
    CounselingSlot,
    SlotWait,
)
from withdrawals.demo import FORMER_MEMBERS
from withdrawals.models import Erasure, LeavingMessage, WithdrawalRequest
from withdrawals.tasks import sweep_withdrawals

pytestmark = pytest.mark.story
JAPAN = ZoneInfo("Asia/Tokyo")
# The year-end closure; for `make attack` a holiday at night, and the first working hour after the closure.
LATER = [pytest.param(moment, marks=pytest.mark.long) for moment in ((2026, 11, 23, 0), (2027, 1, 4, 9))]
MOMENTS = [(2026, 12, 31, 12), *LATER]


def seed(*options: str) -> str:
    out = StringIO()
    call_command("seed_demo", *options, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_demo_is_whole_whenever_it_is_made(db, time_machine, moment):
    time_machine.move_to(datetime(*moment, 30, tzinfo=JAPAN), tick=False)
    demo = seed()
    assert re.search(r"advisor with most to do +advisor\d+@example.jp", demo)
    requests = WithdrawalRequest.objects.prefetch_related("events")
    every_state_is_there(requests)
    every_age_is_there(requests.open(), today=timezone.localdate())
    every_stage_is_there(today=timezone.localdate())
    for request in requests:
        times = [request.received_at, *(event.at for event in request.events.all()), timezone.now()]
        assert times == sorted(times)


def test_where_there_is_a_channel_some_talk_by_line(worker, clock, settings):
    settings.LINE_CHANNEL, settings.LINE_API_BASE = True, "http://127.0.0.1:8001"
    said = seed()
    assert "LINE is played by http://127.0.0.1:8001/" in said
    assert "whose advisor is advisor" in said
    assert set(WithdrawalRequest.objects.values_list("channel", flat=True)) == {"web", "phone", "mail", "line"}
    assert sorted(LineAccount.objects.values_list("line_user_id", flat=True)) == sorted(PHONES)
    assert LeavingMessage.objects.get(channel="line").is_waiting
    by_line = ConversationEntry.objects.filter(channel="line")
    assert set(by_line.values_list("what", flat=True)) == {"text", "sticker"}
    assert Message.objects.filter(status="sent", channel="line", entries__isnull=False).count() == 1
    assert "LINE is played by" not in seed_without(settings)


def seed_without(settings) -> str:
    settings.LINE_CHANNEL = False
    return seed()


@pytest.mark.parametrize("grace", [0, pytest.param(5, marks=pytest.mark.long)])
def test_demo_is_made_whatever_the_grace_time(worker, clock, settings, grace):
    settings.WITHDRAWAL_GRACE_BUSINESS_DAYS = grace
    demo = seed()
    requests = WithdrawalRequest.objects.all()
    assert requests.filter(status="cancelled").exists() == bool(grace)
    assert seed() == demo


def every_state_is_there(requests) -> None:
    assert set(requests.values_list("status", flat=True)) == set(WithdrawalRequest.Status.values)
    assert set(requests.values_list("closing", flat=True)) == {"", *WithdrawalRequest.Closing.values}
    assert set(requests.values_list("channel", flat=True)) == {"web", "phone", "mail"}
    assert Erasure.objects.count() == requests.filter(status="completed").count() >= FORMER_MEMBERS


def every_age_is_there(open_ones, *, today) -> None:
    for status in ("needs_review", "scheduled"):
        in_status = open_ones.filter(status=status)
        assert in_status.filter(due_on__lt=today, missed_at__isnull=False).exists()
        assert in_status.filter(due_on__gt=today, missed_at=None).exists()
    assert open_ones.filter(status="needs_review", mailbox_asked_at__isnull=False).exists()


def test_nothing_is_mailed_but_about_the_request_left_to_the_worker(clock, worker, seeker, caplog):
    waiting = Message.objects.create(kind="accounts/welcome", recipient=seeker.user)
    seed()
    assert worker() == []
    assert [record for record in caplog.records if record.name == "withdrawals.requests.alarms"] == []
    sweep_withdrawals()
    sweep_messages()
    worker()
    request = WithdrawalRequest.objects.order_by("received_at").last()
    assert request.status == "scheduled"
    assert [message.to for message in mail.outbox] == [[waiting.recipient.email], [request.seeker.user.email]]
    assert request.reference in mail.outbox[-1].body


def every_stage_is_there(*, today) -> None:
    """Of counseling and conversation, with slots for three weeks."""
    bookings = CounselingBooking.objects.all()
    assert CounselingSlot.objects.free().filter(held_on__gt=today + timedelta(weeks=3)).exists()
    assert set(bookings.values_list("status", flat=True)) == set(CounselingBooking.Status.values)
    assert set(bookings.booked().values_list("form", flat=True)) == set(CounselingBooking.Form.values)
    assert CounselingNotes.objects.exists()
    assert SlotWait.objects.untold().exists()
    assert ContactWish.objects.exists()
    changes = AdvisorChangeRequest.objects.order_by("status").values_list("status", flat=True)
    assert list(changes) == ["reassigned", "submitted"]
    assert Assignment.objects.ended().filter(is_shared=True).exists()
    theirs = ConversationEntry.objects.filter(is_from_seeker=True)
    assert theirs.unread().exists()
    assert theirs.filter(read_at__isnull=False).exists()
    assert not ConversationEntry.objects.filter(written_at__gt=timezone.now()).exists()
