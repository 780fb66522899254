"""What a linked member says by LINE: one conversation, once, in the order it was written, and an honest answer."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.files.storing import store
from accounts.line import channel
from accounts.line.said import Said
from accounts.messages.carrying import NotReached
from accounts.models import File, Look, Message, User
from advisors.conversation import by_line, fetching
from advisors.conversation.writing import write_to_seeker
from advisors.mails import advisor_wrote
from advisors.models import ConversationEntry, Fetching
from config.refusals import Refusal
from support.documents.scanning import Found
from support.documents.waiting import scan_waiting
from tests.factories import AssignmentFactory, ConversationEntryFactory, FetchingFactory, LineAccountFactory
from withdrawals.erasure.erasing import erase_member
from withdrawals.models import LeavingMessage

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
PNG = b"not really"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def say(seeker, text="おはようございます", *, now, at=None, kind="text", **more) -> None:
    with transaction.atomic():
        by_line.take(seeker, Said(kind, text, at or now, **more), now=now)


def kinds() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def text_of(client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def thread(seeker) -> str:
    return reverse("admin:advisors_conversationentry_thread", args=[seeker.pk])


# One conversation


def test_it_stands_in_the_conversation_marked_and_unread(assignment, seeker, now, advisor_client, seeker_client):
    say(seeker, now=now)
    entry = ConversationEntry.objects.get()
    assert (entry.assignment, entry.is_from_seeker, entry.channel, entry.read_at) == (assignment, True, "line", None)
    assert kinds() == ["advisors/seeker_wrote"]
    for client, address in ((seeker_client, "/advisor/"), (advisor_client, thread(seeker))):
        page = text_of(client, address)
        assert "おはようございます" in page
        assert "By LINE" in page


def test_it_stands_where_it_was_written_however_late_it_comes(assignment, seeker, now, advisor_client, clock):
    say(seeker, "二つ目", now=now)
    say(seeker, "一つ目", at=now - HOUR, now=now + MINUTE)
    clock.move_to(now + HOUR)
    page = text_of(advisor_client, thread(seeker))
    assert page.index("一つ目") < page.index("二つ目")


def test_clock_of_line_that_is_ahead_puts_nothing_into_the_future(assignment, seeker, now):
    say(seeker, at=now + HOUR, now=now)
    assert ConversationEntry.objects.get().written_at == now


def test_pictures_of_one_moment_are_each_kept(assignment, seeker, now):
    """Several are chosen and sent in one go; an event that comes twice is known by its id."""
    for content_id in ("7", "8"):
        say(seeker, "", kind="image", content_id=content_id, now=now)
    assert sorted(Fetching.objects.values_list("content_id", flat=True)) == ["7", "8"]


def test_what_comes_twice_is_said_once_and_told_once(assignment, seeker, now):
    for later in (0, 1):
        say(seeker, at=now, now=now + later * HOUR)
    say(seeker, at=now + MINUTE, now=now + HOUR)
    assert ConversationEntry.objects.count() == 2
    assert kinds() == ["advisors/seeker_wrote"]


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        ("sticker", "A sticker"),
        ("video", "A video"),
        ("audio", "A voice message"),
        ("location", "A place"),
        ("other", "Something that cannot be shown here"),
    ],
)
def test_what_is_no_text_is_named_in_words(kind, named, assignment, seeker, now, advisor_client, clock):
    say(seeker, "(moon)", kind=kind, now=now, content_id="7")
    assert named in text_of(advisor_client, thread(seeker))
    assert ConversationEntry.objects.get().text == ""
    assert not Fetching.objects.exists()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("conversationentry_what_known", {"what": "fax"}),
        ("conversationentry_channel_known", {"channel": "fax"}),
        ("conversationentry_says_something", {"text": ""}),
        ("conversationentry_file_of_a_seeker", {"file": 1}),
    ],
)
def test_database_refuses_the_wrong_entry(name, wrong, assignment, seeker):
    if "file" in wrong:
        wrong = {"file": store(ContentFile(PNG, name="a"), owner=seeker.user, use="conversation", content_type="x")}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ConversationEntryFactory(assignment=assignment, **wrong)


# Who answers, and when


def test_without_an_advisor_nothing_is_kept_and_that_is_said_once(seeker, now, clock):
    for later in range(3):
        say(seeker, at=now + later * MINUTE, now=now + later * MINUTE)
    say(seeker, kind="image", content_id="7", now=now)
    assert (ConversationEntry.objects.count(), kinds()) == (0, ["advisors/nobody_reads"])
    AssignmentFactory(seeker=seeker, ended_at=now + DAY)
    clock.move_to(now + 2 * DAY, tick=False)
    say(seeker, now=now + 2 * DAY)
    assert kinds() == ["advisors/nobody_reads"] * 2


@pytest.mark.parametrize(
    ("hours", "answer"),
    [(0, None), (-1, "20T18"), (8, "24T18"), (13, "24T18"), (24, "24T18"), (72, "24T18"), (96, None)],
    ids=["open", "before", "evening", "night", "Saturday", "holiday", "Tuesday"],
)
def test_outside_office_hours_it_is_said_by_when_an_answer_comes(hours, answer, assignment, seeker, now):
    say(seeker, now=now + hours * HOUR)
    said = Message.objects.filter(kind="advisors/office_closed").first()
    assert (said and said.context["answers_by"]) == (answer and f"2026-11-{answer}:00:00+09:00")


def test_it_is_said_once_until_the_office_was_open_in_between(assignment, seeker, now, clock):
    counts = []
    for hours in (9, 10, 24, 72, 24 * 4 + 9, 24 * 4 + 10):  # Friday evening to holiday Monday, and Tuesday evening
        clock.move_to(now + hours * HOUR, tick=False)
        say(seeker, f"{hours}", now=now + hours * HOUR)
        counts.append(Message.objects.filter(kind="advisors/office_closed").count())
    assert counts == [1, 1, 1, 1, 2, 2]


def test_words_that_say_they_leave_are_heard_from_when_they_were_written(assignment, seeker, now):
    say(seeker, "退会します", at=now - DAY, now=now + 12 * HOUR)
    message = LeavingMessage.objects.get()
    assert (message.channel, message.written_at, message.words) == ("line", now - DAY, "退会します")
    assert sorted(kinds()) == ["advisors/seeker_wrote", "withdrawals/heeded"]


def test_without_an_advisor_the_desk_hears_them(seeker, now):
    say(seeker, "退会します", now=now)
    assert (LeavingMessage.objects.get().text, kinds()) == ("退会します", ["withdrawals/heeded"])


# What is sent


@pytest.fixture
def sent(assignment, seeker, now, clock, monkeypatch):
    """A picture, whose content LINE gives."""
    monkeypatch.setattr(channel, "content", lambda content_id: PNG)
    say(seeker, "", kind="image", content_id="7", now=now)
    return ConversationEntry.objects.get()


def fits(content, name):
    return content, "image/png", "写真.png", False


def does_not_fit(content, name):
    raise Refusal


def has_no_turn(content, name):
    return None


def breaks(content, name):
    return 1 / 0


@pytest.fixture
def judge(settings):
    """What the rules of uploads say of it."""

    def says(answer):
        settings.UPLOADS_JUDGED_BY = f"{__name__}.{answer.__name__}"

    says(fits)
    return says


def test_picture_is_kept_as_a_file_of_the_members(sent, judge, seeker, now, seeker_client, advisor_client):
    assert "(on its way)" in text_of(advisor_client, thread(seeker))
    for _twice in range(2):
        fetching.fetch_one(sent.pk, now=now)
    file = File.objects.get()
    assert (file.owner, file.use, file.entry) == (seeker.user, "conversation", sent)
    assert not Fetching.objects.exists()
    at_site = reverse("advisors:sent_file", args=[sent.pk])
    at_work = reverse("admin:advisors_conversationentry_file", args=[sent.pk])
    assert at_site in text_of(seeker_client, "/advisor/")
    assert at_work in text_of(advisor_client, thread(seeker))
    for client, address in ((seeker_client, at_site), (advisor_client, at_work)):
        response = client.get(address)
        assert b"".join(response) == PNG
        assert response["Content-Disposition"].startswith("attachment")
    seen = Look.objects.filter(kind="conversation")
    assert seen.count() == 3  # the conversation twice, and the picture once
    User.objects.filter(looks__in=seen).update(is_superuser=True)  # who is administrator too reads it as the advisor
    advisor_client.get(at_work)
    assert list(seen.values_list("role", flat=True)) == ["advisor"] * 4


@pytest.mark.parametrize("who", ["other_advisor_client", "desk_client", "administrator_client", "other_seeker_client"])
def test_nobody_else_is_given_it(who, request, sent, judge, now):
    fetching.fetch_one(sent.pk, now=now)
    client = request.getfixturevalue(who)
    for name in ("advisors:sent_file", "admin:advisors_conversationentry_file"):
        assert client.get(reverse(name, args=[sent.pk])).status_code in {302, 403, 404}


def test_it_waits_for_the_scanner_as_documents_do(sent, judge, now, settings, seeker_client):
    settings.CLAMAV_ADDRESS = ("127.0.0.1", 9)
    fetching.fetch_one(sent.pk, now=now)
    assert File.objects.unscanned().count() == 1
    assert "being checked" in text_of(seeker_client, "/advisor/")


def gone(content_id):
    raise channel.Refused


def large(content_id):
    raise channel.TooLarge


@pytest.mark.parametrize(
    ("content", "answer", "why"),
    [
        (None, does_not_fit, "Nothing was changed."),
        (gone, fits, "It could not be fetched from LINE."),
        (large, fits, "This file is larger than 10 MB."),
    ],
)
def test_what_cannot_be_kept_is_answered_with_why(
    content, answer, why, sent, judge, now, monkeypatch, advisor_client, seeker
):
    judge(answer)
    if content:
        monkeypatch.setattr(channel, "content", content)
    for _twice in range(2):
        fetching.fetch_one(sent.pk, now=now)
    (told,) = Message.objects.filter(kind="advisors/file_refused")
    assert told.context["why"].startswith(why)
    assert "(could not be kept)" in text_of(advisor_client, thread(seeker))
    assert not File.objects.exists()


def unreachable(content_id):
    raise NotReached


@pytest.mark.parametrize(("content", "answer"), [(unreachable, fits), (None, has_no_turn), (None, breaks)])
def test_what_cannot_be_had_now_is_tried_less_and_less_often_for_a_day(content, answer, sent, judge, now, monkeypatch):
    judge(answer)
    if content:
        monkeypatch.setattr(channel, "content", content)
    tries = 0
    for minutes in range(0, 30 * 60, 2):
        moment = now + minutes * MINUTE
        for entry_id in fetching.ready(moment):
            fetching.fetch_one(entry_id, now=moment)
            tries += 1
    assert 10 < tries < 30
    assert not Fetching.objects.exists()
    assert Message.objects.filter(kind="advisors/file_refused").count() == 1


@pytest.mark.parametrize("answer", [fits, does_not_fit])
def test_member_who_is_gone_meanwhile_leaves_nothing_behind(answer, sent, judge, seeker, now, monkeypatch):
    judge(answer)
    monkeypatch.setattr(channel, "content", lambda content_id: erase_member(seeker, now=now) and PNG)
    fetching.fetch_one(sent.pk, now=now)
    assert not File.objects.exists()
    assert not Message.objects.filter(kind="advisors/file_refused").exists()


def test_two_workers_keep_one_file(sent, judge, now):
    one = fetching.take(sent.pk, now=now)
    kept = fetching.fetched(one)
    for _worker in range(2):
        fetching.keep(one, kept, now=now)
    assert File.objects.count() == 1


@pytest.mark.parametrize(("language", "why"), [("en", "The virus scanner has found"), ("ja", "ウイルス検査")])
def test_one_in_which_a_virus_is_found_later_is_no_longer_given_and_its_sender_told(
    language, why, sent, judge, seeker, now, settings, monkeypatch, seeker_client, advisor_client
):
    """As when there was no scanner, or none that answered, when it came."""
    type(seeker.user).objects.update(language=language)
    fetching.fetch_one(sent.pk, now=now)
    settings.CLAMAV_ADDRESS = ("127.0.0.1", 9)
    monkeypatch.setattr("support.documents.waiting.scan", found)
    scan_waiting(now=now)
    assert not File.objects.exists()
    assert Message.objects.get(kind="advisors/file_refused").context["why"].startswith(why)
    assert "(could not be kept)" in text_of(advisor_client, thread(seeker))
    for client, name in (
        (seeker_client, "advisors:sent_file"),
        (advisor_client, "admin:advisors_conversationentry_file"),
    ):
        assert client.get(reverse(name, args=[sent.pk])).status_code == 404


def found(content):
    raise Found


def test_what_is_not_handed_out_has_not_been_looked_at(sent, judge, now, settings, advisor_client):
    fetching.fetch_one(sent.pk, now=now)
    settings.CLAMAV_ADDRESS = ("127.0.0.1", 9)
    at_work = reverse("admin:advisors_conversationentry_file", args=[sent.pk])
    assert advisor_client.get(at_work).status_code == 404
    assert not Look.objects.exists()


def test_entry_whose_file_is_gone_stays(sent, judge, now):
    fetching.fetch_one(sent.pk, now=now)
    File.objects.all().delete()
    sent.refresh_from_db()
    assert sent.file is None


def test_each_is_fetched_by_itself(now, db):
    FetchingFactory.create_batch(2)
    assert len(fetching.ready(now)) == 2


# The answer


@pytest.fixture
def line(settings):
    settings.LINE_CHANNEL = True


@pytest.mark.parametrize("is_linked", [True, False])
def test_answers_by_line_are_told_one_by_one(is_linked, assignment, seeker, now, line):
    if is_linked:
        LineAccountFactory(seeker=seeker)
    night = now.replace(hour=22)
    texts = ["こんばんは", "明日でかまいません"]
    said = [write_to_seeker(assignment.advisor.user, seeker.pk, text, now=night) for text in texts]
    assert len({entry.message_id for entry in said}) == (2 if is_linked else 1)


def test_what_is_told_by_line_is_its_own_text(assignment, seeker, now, line, clock):
    LineAccountFactory(seeker=seeker)
    one, two = (write_to_seeker(assignment.advisor.user, seeker.pk, text, now=now) for text in ("一", "二"))
    assert [advisor_wrote(entry.message)["texts"] for entry in (one, two)] == [["一"], ["二"]]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"channel": "line"}, "Sent by LINE on Fri 20 Nov, 10:00."),
        ({"channel": "mail"}, "Told by mail on Fri 20 Nov, 10:00."),
        ({"channel": "mail", "not_by_line": "quota"}, "Told by mail on Fri 20 Nov, 10:00. Not by LINE"),
    ],
)
def test_advisor_sees_how_it_went_and_why_not_by_line(how, said, assignment, seeker, now, advisor_client, clock):
    entry = write_to_seeker(assignment.advisor.user, seeker.pk, "はい", now=now)
    Message.objects.filter(pk=entry.message_id).update(status="sent", finished_at=now, **how)
    assert said in text_of(advisor_client, thread(seeker))
