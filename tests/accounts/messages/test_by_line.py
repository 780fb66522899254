"""A message by LINE: to who has chosen so, once; by mail in the same go where LINE will not have it."""

import os
import signal
from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.db import connection, transaction
from django.urls import reverse

from accounts.line import channel
from accounts.messages import carrying
from accounts.messages.compose import compose
from accounts.messages.delivery import deliver, written_to
from accounts.messages.queue import queue_message
from accounts.models import LineAccount, Message
from tests.costs import counted
from tests.factories import AssignmentFactory, ContactWishFactory, LineAccountFactory, WithdrawalRequestFactory
from tests.twins import at_once

pytestmark = pytest.mark.django_db
KIND = "advisors/slot_open"  # of the topic appointments, in the hours the reader allows


@pytest.fixture
def account(seeker, line):
    account = LineAccountFactory(seeker=seeker)
    line.follow(account.line_user_id)
    return account


def pushed(line) -> list[str]:
    return [path.rpartition("/")[2] for _method, path, _key in line.asked]


def said(message) -> tuple[str, str, str]:
    message.refresh_from_db()
    return message.status, message.channel, message.not_by_line


@pytest.fixture
def message(account, now) -> Message:
    return queue_message(KIND, account.seeker.user)


# Who has chosen so


def test_message_goes_by_line_and_says_so(message, account, line, now):
    deliver(message.pk, now=now)
    (text,) = line.seen_by(account.line_user_id)
    assert text.startswith("There is a time for your counseling")
    assert "/counseling/" in text
    assert "Dear" not in text
    assert "Support desk" not in text
    assert (said(message), mail.outbox) == (("sent", "line", ""), [])


@pytest.mark.parametrize("why", ["topic off", "not linked", "no channel", "must go by mail"])
def test_anything_else_goes_by_mail_and_gives_no_reason(message, account, line, now, settings, why):
    if why == "topic off":
        account.topics.filter(topic="appointments").delete()
    elif why == "not linked":
        account.delete()
    elif why == "no channel":
        settings.LINE_CHANNEL = False
    else:
        Message.objects.update(channel="mail")
    deliver(message.pk, now=now)
    assert (said(message), len(mail.outbox), line.asked) == (("sent", "mail", ""), 1, [])


def test_what_concerns_the_account_goes_by_mail_whatever_is_chosen(seeker, line, now):
    account = LineAccountFactory(seeker=seeker, topics=["conversation", "appointments", "selection", "notices"])
    line.follow(account.line_user_id)
    message = queue_message("accounts/welcome", seeker.user)
    deliver(message.pk, now=now)
    assert (said(message), line.asked) == (("sent", "mail", ""), [])


def test_text_by_line_promises_no_attached_file(seeker, account, line, now):
    told = {"referral": 1, "title": "事務", "company": "株式会社見本", "starts_at": now, "calendar": "BEGIN:VCALENDAR"}
    deliver(queue_message("jobs/interview_off", seeker.user, **told).pk, now=now)
    (text,) = line.seen_by(account.line_user_id)
    assert "attached" not in text
    assert "More is here:" in text


# What LINE will not have


@pytest.mark.parametrize(
    ("failure", "why"), [(429, "quota"), (400, "refused"), (401, "refused"), (403, "refused"), (404, "refused")]
)
def test_what_line_will_not_have_goes_by_mail_in_the_same_go(message, line, now, failure, why):
    line.failing = [failure]
    deliver(message.pk, now=now)
    assert (said(message), len(mail.outbox), pushed(line)) == (("sent", "mail", why), 1, ["push"])
    assert "Support desk" in mail.outbox[0].body


def test_no_more_messages_this_month_and_one_whom_line_does_not_know(message, account, line, now):
    line.quota = 0
    deliver(message.pk, now=now)
    assert said(message) == ("sent", "mail", "quota")
    line.quota = None
    line.users.clear()
    other = queue_message(KIND, account.seeker.user)
    deliver(other.pk, now=now)
    assert said(other) == ("sent", "mail", "refused")


@pytest.mark.parametrize("failure", [500, 503, "slow", "lost"])
def test_line_that_does_not_answer_is_asked_again_with_the_same_key_and_says_it_once(
    message, account, line, now, failure, monkeypatch
):
    monkeypatch.setattr(channel, "PATIENCE", (0.3, 0.3))
    line.failing = [failure]
    deliver(message.pk, now=now)
    assert said(message) == ("queued", "", "")
    deliver(message.pk, now=now + timedelta(minutes=1))  # leased still
    deliver(message.pk, now=now + timedelta(minutes=2))
    assert said(message) == ("sent", "line", "")
    assert len(line.seen_by(account.line_user_id)) == 1
    keys = {key for _method, _path, key in line.asked}
    assert (len(line.asked), keys) == (2, {carrying.retry_key(message)})
    assert mail.outbox == []


def test_line_that_cannot_be_reached_at_all_is_tried_three_times_and_then_it_goes_by_mail(message, settings, now):
    settings.LINE_API_BASE = "http://127.0.0.1:9"
    for minutes in (0, 2, 6):
        assert (said(message)[0], mail.outbox) == ("queued", [])
        deliver(message.pk, now=now + timedelta(minutes=minutes))
    assert (said(message), len(mail.outbox)) == (("sent", "mail", "late"), 1)


def test_line_is_not_asked_again_once_it_has_forgotten_the_key(message, account, line, now):
    line.failing = [500]
    deliver(message.pk, now=now)
    deliver(message.pk, now=now + timedelta(hours=23, minutes=1))
    assert (said(message), pushed(line), len(mail.outbox)) == (("sent", "mail", "late"), ["push"], 1)


def test_mail_server_that_refuses_what_line_would_not_have_is_asked_again_and_line_is_not(
    message, line, now, monkeypatch
):
    line.failing = [429]
    with monkeypatch.context() as refusing:
        refusing.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
        deliver(message.pk, now=now)
    assert said(message) == ("queued", "mail", "quota")
    deliver(message.pk, now=now + Message.LEASE)
    assert (said(message), pushed(line), len(mail.outbox)) == (("sent", "mail", "quota"), ["push"], 1)


def refuse(*args):
    raise ConnectionRefusedError


def test_answer_that_cannot_be_understood_is_sorted_out_by_the_key(message, account, line, now, monkeypatch):
    monkeypatch.setattr(type(line), "texts", lambda self, user, said: (200, {"sentMessages": "?"}))
    deliver(message.pk, now=now)
    assert said(message)[0] == "queued"
    deliver(message.pk, now=now + Message.LEASE)
    assert said(message) == ("sent", "line", "")


def test_nothing_that_line_answers_or_whom_it_is_about_is_logged(message, account, line, now, caplog):
    line.failing = [500, 404]
    for minutes in (0, 2):
        deliver(message.pk, now=now + timedelta(minutes=minutes))
    assert account.line_user_id not in caplog.text
    assert "of somebody" not in caplog.text


# Whether it may be said now


def test_member_who_is_erased_is_told_nothing(message, account, line, now):
    account.seeker.user.delete()
    deliver(message.pk, now=now)
    assert line.asked == []


def test_member_who_is_leaving_is_told_nothing(message, account, line, now):
    WithdrawalRequestFactory(status="scheduled", seeker=account.seeker)
    deliver(message.pk, now=now)
    assert (said(message)[0], line.asked, mail.outbox) == ("refused", [], [])


def test_quiet_hours_hold_for_line_too(message, account, line, now):
    night = now.replace(hour=22)
    deliver(message.pk, now=night)
    assert (line.asked, said(message)[0]) == ([], "queued")
    morning = now.replace(hour=9) + timedelta(days=1)
    deliver(message.pk, now=morning)
    assert len(line.seen_by(account.line_user_id)) == 1


def test_notices_only_holds_for_line_too(seeker, account, line, now):
    AssignmentFactory(seeker=seeker)
    account.topics.create(topic="selection")
    type(seeker).objects.filter(pk=seeker.pk).update(is_notices_only=True)
    ContactWishFactory(seeker=seeker)
    message = queue_message("jobs/referred", seeker.user, referrals=[])
    deliver(message.pk, now=now)
    assert (said(message)[0], line.asked) == ("refused", [])


@pytest.mark.parametrize("meanwhile", ["unlinked", "topic off", "leaving"])
def test_what_changes_while_it_is_written_is_seen_as_it_is_handed_over(
    message, account, line, now, monkeypatch, meanwhile
):
    def change(*args):
        if meanwhile == "unlinked":
            LineAccount.objects.all().delete()
        elif meanwhile == "topic off":
            account.topics.all().delete()
        else:
            WithdrawalRequestFactory(status="scheduled", seeker=account.seeker)
        return written(*args)

    written = compose
    monkeypatch.setattr("accounts.messages.delivery.compose", change)
    deliver(message.pk, now=now)
    assert (line.asked, mail.outbox) == ([], [])
    monkeypatch.undo()
    deliver(message.pk, now=now + Message.LEASE)
    assert (line.asked, len(mail.outbox)) == ([], int(meanwhile != "leaving"))


# Once


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_one_message_are_one_push(message, account, line, now):
    at_once(*[partial(deliver, message.pk, now=now)] * 4)
    assert (pushed(line), said(message)) == (["push"], ("sent", "line", ""))


@pytest.mark.django_db(transaction=True)
def test_worker_killed_between_push_and_commit_has_said_it_once(message, account, line, now):
    """In a process of its own, which is killed as LINE has it: the next one asks with the same key, and hears so."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    child = os.fork()
    if not child:
        try:
            Message.finish = lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL)
            deliver(message.pk, now=now)
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert (len(line.seen_by(account.line_user_id)), said(message)[0]) == (1, "queued")
    deliver(message.pk, now=now + Message.LEASE)
    assert (len(line.seen_by(account.line_user_id)), said(message)) == (1, ("sent", "line", ""))
    assert len(line.asked) == 2


def test_erasing_waits_while_line_has_it_in_hand(message, account, line, now, monkeypatch):
    """As while a mail server has it: tests/withdrawals/requests/test_written_to.py."""
    seen = []

    def push(*args, **kwargs):
        seen.append(in_hand())

    def in_hand() -> set[int]:
        with transaction.atomic():
            return written_to([account.seeker_id], now=now)

    monkeypatch.setattr("accounts.line.channel.push", push)
    deliver(message.pk, now=now)
    assert [*seen, in_hand()] == [{account.seeker_id}, set()]


def test_who_has_not_set_up_line_pays_nothing_for_it(seeker, now):
    messages = [queue_message(KIND, seeker.user) for _ in range(2)]
    with counted() as statements:
        deliver(messages[0].pk, now=now)
    assert not any("line" in sql and "accounts_line" in sql for sql in statements)


# How long a text may be


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("はい", [2]),
        ("あ" * 5001, [5000, 1]),
        ("\n".join(["あ" * 2400] * 3), [4801, 2400]),
        ("😀" * 2600, [5000, 200]),
        (" \n", []),
    ],
)
def test_long_text_is_parted_between_its_lines(text, lengths):
    found = channel.pieces(text)
    assert [channel.units(it) for it in found] == lengths
    assert "".join(found).replace("\n", "") == text.replace("\n", "").strip()


def test_text_that_line_cannot_hold_goes_by_mail(message, account, line, now, monkeypatch):
    monkeypatch.setattr(channel, "MOST_TEXTS", 0)
    deliver(message.pk, now=now)
    assert (said(message), line.asked) == (("sent", "mail", "refused"), [])


@pytest.mark.parametrize("has_channel", [True, False])
def test_desk_sees_how_it_went_and_why_not_by_line(message, line, now, desk_client, settings, has_channel):
    line.failing = [429]
    deliver(message.pk, now=now)
    settings.LINE_CHANNEL = has_channel
    pages = [reverse("admin:accounts_message_changelist"), reverse("admin:accounts_message_change", args=[message.pk])]
    for page in pages:
        assert ("no more messages this month" in desk_client.get(page).content.decode()) == has_channel
