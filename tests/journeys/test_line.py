"""A member talks by LINE: writes, is answered at night, sends a picture, blocks, leaves, is erased, and comes back."""

import io
import os
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from PIL import Image

from accounts.models import File, JobSeeker, LineAccount, LineEvent, Message
from accounts.tasks import remove_files, sweep_messages
from advisors.conversation.refusals import Leaving
from advisors.conversation.writing import write_to_seeker
from advisors.models import ConversationEntry, Fetching
from tests.factories import (
    AssignmentFactory,
    FetchingFactory,
    JobSeekerFactory,
    LineAccountFactory,
    LineLinkingFactory,
)
from withdrawals.models import LeavingMessage, WithdrawalRequest
from withdrawals.requests.advancing import advance
from withdrawals.requests.filing import hurry
from withdrawals.requests.heeding import record_leaving

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def user_id(seeker, line):
    """Who the member is at LINE: linked, and a friend."""
    account = LineAccountFactory(seeker=seeker)
    line.follow(account.line_user_id)
    return account.line_user_id


@pytest.fixture
def says(client, line, worker, clock):
    """LINE tells us what somebody did there, and the worker does what follows."""

    def said(event: dict) -> None:
        body = line.body(event)
        signed = {"X-Line-Signature": line.signature(body)}
        assert client.post("/line/webhook/", body, content_type="application/json", headers=signed).status_code == 200
        worker()

    return said


def picture() -> bytes:
    content = io.BytesIO()
    Image.frombytes("RGB", (64, 64), os.urandom(64 * 64 * 3)).save(content, "JPEG", exif=b"Exif\0\0secret")
    return content.getvalue()


def test_what_is_written_at_night_is_answered_in_the_morning(
    assignment, seeker, user_id, line, says, clock, now, worker, advisor_client
):
    night = now.replace(hour=22)
    clock.move_to(night, tick=False)
    line.now = night.timestamp
    event = line.say(user_id, "明日の面接、服装は何がよいですか。")
    for _redelivered in range(2):
        says(event)
    entry = ConversationEntry.objects.get()
    assert (entry.channel, entry.written_at) == ("line", night)
    (closed,) = line.seen_by(user_id)
    assert closed == "Our office is closed just now; your advisor answers you by Tue 24 Nov, 18:00."
    write_to_seeker(assignment.advisor.user, seeker.pk, "スーツ <黒> で大丈夫です。", now=night + HOUR)
    for moment, count in ((night + 10 * HOUR, 1), (night + 11 * HOUR, 2)):
        clock.move_to(moment, tick=False)
        sweep_messages()
        worker()
        assert len(line.seen_by(user_id)) == count
    assert line.seen_by(user_id)[-1] == f"{assignment.advisor.name}:\nスーツ <黒> で大丈夫です。"
    assert [sent.to for sent in mail.outbox] == [[assignment.advisor.user.email]]
    page = advisor_client.get(f"/admin/advisors/conversationentry/with/{seeker.pk}/").content.decode()
    assert "Sent by LINE on Sat 21 Nov, 09:00." in page


def test_who_has_blocked_is_answered_by_mail_which_says_nothing_of_it(
    assignment, seeker, user_id, line, says, clock, now, worker
):
    clock.move_to(now.replace(hour=22), tick=False)
    write_to_seeker(assignment.advisor.user, seeker.pk, "秘密の話")
    says(line.block(user_id))
    assert [sent.subject for sent in mail.outbox] == ["The link to LINE has ended"]
    clock.move_to(now.replace(hour=9, minute=1) + 24 * HOUR, tick=False)
    sweep_messages()
    worker()
    assert line.seen_by(user_id) == []
    assert mail.outbox[-1].to == [seeker.user.email]
    assert "秘密の話" not in mail.outbox[-1].body
    assert ConversationEntry.objects.get().message.not_by_line == "blocked"


def test_picture_is_written_anew_and_what_cannot_be_kept_is_answered(assignment, seeker, user_id, line, says, worker):
    says(line.show(user_id, picture()))
    worker()
    entry = ConversationEntry.objects.select_related("file").get()
    kept = entry.file.stored.open().read()
    assert (entry.file.content_type, entry.file.name) == ("image/jpeg", "line.jpg")
    assert b"secret" not in kept
    says(line.show(user_id, b"MZ a program", kind="file", fileName="cv.exe", fileSize=12))
    worker()
    assert (File.objects.count(), Fetching.objects.count()) == (1, 0)
    assert "none of the kinds that can be read here" in line.seen_by(user_id)[-1]


def test_member_leaves_by_line_is_erased_and_comes_back_as_a_stranger(
    assignment, seeker, user_id, line, says, clock, now, worker, desk
):
    says(line.say(user_id, "仕事が決まったので退会します。ありがとうございました。"))
    (answer,) = line.seen_by(user_id)
    assert "It is done by Mon 30 Nov at the latest" in answer
    assert "/withdraw/" in answer
    request = record_leaving(LeavingMessage.objects.get().pk, by=desk)
    assert (request.channel, request.status) == ("line", "scheduled")
    with pytest.raises(Leaving):
        write_to_seeker(assignment.advisor.user, seeker.pk, "待ってください")
    worker()
    hurry(request.pk)
    clock.shift(HOUR)
    advance(request.pk)
    assert WithdrawalRequest.objects.get().status == "completed"
    for model in (JobSeeker, LineAccount, ConversationEntry, LeavingMessage, File):
        assert not model.objects.exists()
    assert not LineEvent.objects.exclude(line_user_id="").exists()
    assert not Message.objects.filter(kind__startswith="advisors/", recipient__isnull=False, status="queued").exclude(
        recipient=assignment.advisor.user
    )
    back = JobSeekerFactory(user__email=seeker.user.email, joined_at=now + 2 * HOUR)
    LineAccountFactory(seeker=back, line_user_id=user_id, linked_at=now + 2 * HOUR)
    AssignmentFactory(seeker=back)
    line.now = (now + 3 * HOUR).timestamp
    clock.move_to(now + 3 * HOUR, tick=False)
    says(line.say(user_id, "また、お願いします。"))
    assert ConversationEntry.objects.get().seeker == back


def everything(folder) -> str:
    """All that the database holds, and how the files in the storage are called."""
    held = [str(file) for file in folder.rglob("*")]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            held += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(held)


def test_nothing_of_line_is_left_of_who_is_erased(
    assignment, seeker, user_id, line, says, client, clock, worker, desk, tmp_path, caplog
):
    """Who they are at LINE, what they wrote and sent, read and unread, and what was asked of LINE for it."""
    sent = line.show(user_id, picture(), kind="file", fileName="canary-cv.jpg")
    for event in (line.say(user_id, "canary-words"), sent, line.say(user_id, "退会します。canary-leaving")):
        says(event)
    LineLinkingFactory(line_user_id=user_id)
    LineLinkingFactory(line_user_id=user_id, seeker=seeker)
    request = record_leaving(LeavingMessage.objects.get().pk, by=desk)
    unread = line.body(line.say(user_id, "canary-unread"))
    signed = {"X-Line-Signature": line.signature(unread)}
    client.post("/line/webhook/", unread, content_type="application/json", headers=signed)
    content_id = sent["message"]["id"]
    FetchingFactory(entry=ConversationEntry.objects.get(text="canary-words"), content_id=content_id)
    canaries = {user_id, "canary-", content_id, "退会します"}
    assert {it for it in canaries if it in everything(tmp_path)} == canaries
    worker.empty()
    hurry(request.pk)
    clock.shift(HOUR)
    advance(request.pk)
    remove_files()
    assert {it for it in canaries if it in everything(tmp_path)} == set()
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
    assert {it for it in canaries if it in caplog.text} == set()
