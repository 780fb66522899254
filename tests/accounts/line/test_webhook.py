"""Where LINE calls: what is signed is kept once and answered at once; anything else is not even read."""

import json
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.test import Client

from accounts.figures import oldest_unread_line_event
from accounts.line import reading
from accounts.line.reading import read
from accounts.line.tokens import digest
from accounts.models import LineAccount, LineEvent, LineLinking, Message
from accounts.tasks import forget_expired, sweep_line_events
from tests import source
from tests.costs import counted
from tests.factories import JobSeekerFactory, LineAccountFactory, LineLinkingFactory

pytestmark = pytest.mark.django_db


def test_what_line_tells_is_kept_and_answered(call, line, account):
    answer = call(line.say(account.line_user_id, "こんにちは"))
    assert (answer.status_code, answer.content) == (200, b"")
    event = LineEvent.objects.get()
    assert (event.kind, event.line_user_id, event.body["said"]["text"]) == (
        "message",
        account.line_user_id,
        "こんにちは",
    )


def test_no_events_at_all_is_well(call):
    """What LINE sends as somebody presses “verify” in its console."""
    assert call().status_code == 200


@pytest.mark.parametrize("signature", ["", "forged", "あ", "AAAA" * 11])
def test_wrong_or_missing_signature_is_401_and_nothing_else(call, line, account, signature):
    with counted() as statements:
        answer = call(line.say(account.line_user_id, "こんにちは"), signature=signature)
    assert (answer.status_code, answer.content, statements) == (401, b"", [])


def test_signature_is_of_these_very_bytes(call, line, account):
    body = line.body(line.say(account.line_user_id, "100円"))
    assert (
        call(body=body.replace("100円".encode(), "900円".encode()), signature=line.signature(body)).status_code == 401
    )
    assert call(body=body + b" ", signature=line.signature(body)).status_code == 401
    line.secret = "another channel's"
    assert call(body=body).status_code == 401
    assert not LineEvent.objects.exists()


def test_more_than_a_megabyte_is_not_read(call):
    assert call(body=b"x" * (1024 * 1024 + 1)).status_code == 413
    assert call(body=b'{"events": [' + b" " * (1024 * 1024 - 14) + b"]}").status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"null", b'{"events": 1}', b"\xff", b'{"events": ' + b"[" * 100_000]
)
def test_signed_nonsense_is_400(call, body):
    assert call(body=body).status_code == 400


def test_without_a_channel_there_is_no_such_page(call, settings, seeker_client):
    settings.LINE_CHANNEL = False
    assert call().status_code == 404
    for page in ("/mypage/line/", "/mypage/line/link/", "/mypage/line/unlink/"):
        assert (seeker_client.get(page).status_code, seeker_client.post(page).status_code) == (404, 404)


def test_it_takes_nothing_but_post(client, line):
    assert client.get("/line/webhook/").status_code == 405


def test_browser_that_checks_forms_is_let_through(line):
    strict = Client(enforce_csrf_checks=True)
    body = line.body()
    sent = {"content_type": "application/json", "headers": {"X-Line-Signature": line.signature(body)}}
    assert strict.post("/line/webhook/", body, **sent).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"type": "videoPlayComplete"},
        {"type": "of tomorrow"},
        {"mode": "standby"},
        {"source": {"type": "group", "groupId": "C1", "userId": "U1"}},
        {"source": {}},
        {"webhookEventId": "x" * 65},
        {"webhookEventId": None},
        {"timestamp": "yesterday"},
        {"timestamp": 10**30},
        {"message": {"type": "text"}, "timestamp": None},
        {"message": "?"},
    ],
    ids=str,
)
def test_event_that_is_not_for_us_is_answered_and_not_kept(call, line, account, change):
    event = line.say(account.line_user_id, "こんにちは") | change
    assert call(event, line.say(account.line_user_id, "next")).status_code == 200
    assert [kept.body["said"]["text"] for kept in LineEvent.objects.all()] == ["next"]


def test_event_that_is_no_event_keeps_nobody_else_from_being_heard(call, line, account):
    body = json.dumps({"events": [None, 1, [], line.say(account.line_user_id, "はい")]}).encode()
    assert call(body=body).status_code == 200
    assert LineEvent.objects.count() == 1


def test_signs_that_a_database_refuses_are_left_out(call, line, account):
    event = line.say(account.line_user_id, "x")
    body = line.body(event).replace(b'"text": "x"', b'"text": "\\u0000a\\ud800b"')
    assert call(body=body).status_code == 200
    assert LineEvent.objects.get().body["said"]["text"] == "ab"


# Once, however often it comes


def test_event_that_comes_again_read_or_not_changes_nothing(call, told, line, account, heard, now):
    event = line.say(account.line_user_id, "こんにちは")
    call(event, event)
    again = event | {"deliveryContext": {"isRedelivery": True}}
    call(again)
    told(again)
    told(again)
    assert len(heard) == 1
    assert LineEvent.objects.get().handled_at == now


def test_event_read_has_forgotten_what_it_held_and_of_whom(told, line, account, heard):
    told(line.say(account.line_user_id, "こんにちは"))
    event = LineEvent.objects.get()
    assert (event.body, event.line_user_id, event.failure) == ({}, "", "")


def test_worker_is_told_by_the_id_of_our_row_alone(call, line, account, worker, heard):
    call(line.say(account.line_user_id, "こんにちは"))
    worker.commit()
    message = worker.next_message()
    assert (message.headers["task"], message.payload[0]) == (
        "accounts.tasks.read_line_event",
        [LineEvent.objects.get().pk],
    )


def test_nothing_that_was_said_or_by_whom_is_logged(told, line, account, settings, caplog, heard):
    settings.LINE_SAID = "tests.accounts.line.test_webhook.fail"
    told(line.say(account.line_user_id, "秘密のはなし"))
    assert "event not read" in caplog.text
    record = [record for record in caplog.records if record.getMessage() == "event not read"][0]
    assert record.exc_info[0] is ZeroDivisionError
    assert account.line_user_id not in caplog.text
    assert "秘密のはなし" not in caplog.text


def fail(*args, **kwargs):
    return 1 / 0


def test_webhook_answers_in_time_with_the_broker_down(call, line, account, settings, monkeypatch):
    """The hint is given once the answer has left: what it costs is not LINE's to wait for."""
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:9/0"
    events = [line.say(account.line_user_id, str(n)) for n in range(20)]
    given = []
    monkeypatch.setattr("accounts.line.views.Received.close", lambda self: given.append(time.perf_counter()))
    began = time.perf_counter()
    assert call(*events).status_code == 200
    assert given[0] - began < 0.2
    assert LineEvent.objects.count() == 20


def test_web_process_does_not_load_the_sdk():
    """Its import takes seconds."""
    code = (
        "import sys, django; django.setup()\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        "import config.wsgi; print('linebot' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=source.ROOT, check=True, timeout=60
    )
    assert ran.stdout == "False\n"


# Tried again, and told


def test_what_fails_is_tried_again_and_given_up_after_three_days(call, line, account, settings, heard, now):
    settings.LINE_SAID = "tests.accounts.line.test_webhook.fail"
    call(line.say(account.line_user_id, "こんにちは"))
    event = LineEvent.objects.get()
    read(event.pk, now=now)
    event.refresh_from_db()
    assert (event.failure, event.handled_at, event.try_at) == ("ZeroDivisionError", None, now + timedelta(minutes=2))
    figure = oldest_unread_line_event(now=now + timedelta(hours=1))
    assert (figure.age, figure.is_well) == (timedelta(hours=1), False)
    read(event.pk, now=now + timedelta(days=3))
    event.refresh_from_db()
    assert (event.failure, event.body, event.line_user_id) == ("ZeroDivisionError", {}, "")
    assert oldest_unread_line_event(now=now).is_well


def test_what_the_broker_has_lost_is_found_by_the_sweep(call, line, account, worker, heard):
    call(line.say(account.line_user_id, "こんにちは"))
    worker.empty()
    sweep_line_events()
    worker()
    assert len(heard) == 1


def test_one_that_fails_holds_up_no_other(call, line, account, heard, now, monkeypatch):
    for text in ("first", "second"):
        call(line.say(account.line_user_id, text))
    first, second = LineEvent.objects.order_by("pk")
    monkeypatch.setattr(reading, "hear", lambda event, *, now: 1 / 0 if event.pk == first.pk else heard.append(event))
    for event in (first, second):
        read(event.pk, now=now)
    assert heard == [second]


def test_read_events_are_forgotten_after_a_month(told, line, account, heard, clock, now):
    told(line.say(account.line_user_id, "こんにちは"))
    LineLinkingFactory(expires_at=now)
    clock.move_to(now + timedelta(hours=23))
    forget_expired()
    assert (LineEvent.objects.count(), LineLinking.objects.count()) == (1, 1)
    clock.move_to(now + timedelta(days=31))
    forget_expired()
    assert (LineEvent.objects.count(), LineLinking.objects.count()) == (0, 0)


# What is handed on


def test_what_a_member_says_is_handed_on(told, line, account, heard):
    user = account.line_user_id
    told(
        line.say(user, "こんにちは"),
        line.show(user, b"picture"),
        line.show(user, b"paper", "file", fileName="履歴書.pdf"),
        line.message(user, type="sticker", keywords=["うれしい", "やった"]),
        line.message(user, type="location", title="駅", address="東京都"),
        line.message(user, type="of tomorrow"),
    )
    assert {seeker for seeker, _said in heard} == {account.seeker}
    assert [(said.kind, said.text, said.file_name) for _seeker, said in heard] == [
        ("text", "こんにちは", ""),
        ("image", "", ""),
        ("file", "", "履歴書.pdf"),
        ("sticker", "うれしい やった", ""),
        ("location", "駅 東京都", ""),
        ("other", "", ""),
    ]
    assert [bool(said.content_id) for _seeker, said in heard] == [False, True, True, False, False, False]


def test_what_was_written_before_the_link_is_nobodys(told, line, account, heard, now):
    early = line.say(account.line_user_id, "早すぎる")
    LineAccount.objects.update(linked_at=now + timedelta(seconds=1))
    told(early)
    assert (heard, LineEvent.objects.get().body) == ([], {})


def test_what_overtakes_the_link_waits_for_it(told, line, seeker, heard, now):
    linking = LineLinkingFactory(seeker=seeker, asked_at=now, expires_at=now + timedelta(minutes=10))
    line.follow(linking.line_user_id)
    told(line.say(linking.line_user_id, "早すぎる"))
    assert (heard, line.asked, LineEvent.objects.unread().count()) == ([], [], 1)
    LineAccountFactory(seeker=seeker, line_user_id=linking.line_user_id, linked_at=now)
    told(at=now + timedelta(minutes=2))
    assert [said.text for _seeker, said in heard] == ["早すぎる"]


# Blocking, late and early


def test_blocking_ends_the_link_at_once_and_what_waits_goes_by_mail(told, line, account, now):
    waiting = Message.objects.create(kind="advisors/slot_open", recipient=account.seeker.user)
    other = Message.objects.create(kind="jobs/selection_moved", recipient=account.seeker.user)
    told(line.block(account.line_user_id))
    for message in (waiting, other):
        message.refresh_from_db()
    assert (waiting.channel, waiting.not_by_line, other.not_by_line) == ("mail", "blocked", "")
    assert not LineAccount.objects.exists()
    assert Message.objects.get(kind="accounts/line_unlinked").context == {"because": "blocked"}


def test_block_that_overtakes_the_link_it_ended_leaves_none(told, line, seeker, now):
    """LINE takes what is pushed to somebody who has blocked us, and says nothing of it: it would be lost."""
    linking = LineLinkingFactory(seeker=seeker, nonce_digest=digest("n"), **in_time(now))
    LineLinkingFactory(line_user_id=linking.line_user_id, expires_at=now + timedelta(minutes=10))
    yes = line.event("accountLink", linking.line_user_id, link={"result": "ok", "nonce": "n"})
    told(line.block(linking.line_user_id) | {"timestamp": yes["timestamp"] + 1000})
    told(yes)
    assert (LineAccount.objects.count(), LineLinking.objects.get()) == (0, linking)
    assert Message.objects.get().context == {"because": "used"}


def test_block_that_comes_late_leaves_what_was_begun_after_it(told, line, seeker, now):
    linking = LineLinkingFactory(seeker=seeker, **in_time(now))
    told(line.block(linking.line_user_id) | {"timestamp": int((now - timedelta(seconds=1)).timestamp() * 1000)})
    assert LineLinking.objects.get().used_at is None


def in_time(now) -> dict:
    """Of an attempt: just begun, and asked for."""
    return {"asked_at": now, "expires_at": now + timedelta(minutes=10)}


def test_block_that_comes_late_leaves_the_link_that_was_made_after_it(told, line, account, now):
    late = line.block(account.line_user_id)
    LineAccount.objects.update(linked_at=now + timedelta(hours=1))
    told(late)
    assert LineAccount.objects.exists()


# Somebody we do not know


def test_somebody_unknown_gets_one_answer_with_the_way_to_link_and_is_not_kept(told, line, heard, now):
    stranger = line.new_user()
    told(line.follow(stranger))
    told(line.say(stranger, "秘密のはなし"), line.say(stranger, "聞こえますか"))
    (answer,) = line.seen_by(stranger)
    (token,) = line.link_tokens
    assert f"http://testserver/mypage/line/link/?linkToken={token}" in answer
    assert (heard, {event.body == {} for event in LineEvent.objects.all()}) == ([], {True})
    told(line.say(stranger, "もう一度"), at=now + timedelta(minutes=11))
    assert len(line.seen_by(stranger)) == 2


def test_answer_that_cannot_be_given_is_given_as_they_write_again(told, line):
    stranger = line.new_user()
    event = line.follow(stranger)
    line.reply_tokens.clear()
    told(event)
    assert (line.seen_by(stranger), LineLinking.objects.count()) == ([], 0)
    told(line.say(stranger, "もしもし"))
    assert len(line.seen_by(stranger)) == 1


def test_line_that_cannot_give_a_token_is_asked_again(told, line, now):
    stranger = line.new_user()
    line.failing = [503]
    told(line.follow(stranger))
    assert LineEvent.objects.unread().count() == 1
    told(at=now + timedelta(minutes=2))
    assert (LineEvent.objects.unread().count(), LineLinking.objects.count()) == (0, 1)


def test_member_who_adds_us_is_not_asked_to_link_again(told, line, account):
    told(line.follow(account.line_user_id))
    assert line.asked == []


def test_members_words_go_to_nobody_else(told, line, account, heard):
    other = LineAccountFactory(seeker=JobSeekerFactory())
    told(line.say(other.line_user_id, "わたし"))
    assert [seeker for seeker, _said in heard] == [other.seeker]


def test_worker_so_slow_that_another_has_read_the_event_changes_nothing(call, line, account, heard, now):
    call(line.say(account.line_user_id, "こんにちは"))
    slow = reading.take(LineEvent.objects.get().pk, now=now)
    read(slow.pk, now=now + LineEvent.LEASE)
    reading.act_on(slow, now=now + 2 * LineEvent.LEASE)
    assert len(heard) == 1
    assert LineEvent.objects.get().handled_at == now + LineEvent.LEASE
