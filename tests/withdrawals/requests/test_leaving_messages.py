"""A member writes to their advisor that they leave: from then on it is before advisor and desk until it is recorded."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Message
from advisors.assignment.refusals import OwnSeeker
from advisors.conversation.writing import write_to_advisor
from advisors.handover import replacing
from config.steps import InvalidTransition
from tests.factories import (
    AdvisorFactory,
    ConversationEntryFactory,
    LeavingMessageFactory,
    WithdrawalRequestFactory,
)
from withdrawals.models import Actor, LeavingMessage, WithdrawalRequest
from withdrawals.requests.admin.leaving import NOT_MEANT
from withdrawals.requests.advancing import advance
from withdrawals.requests.alarms import tell_of_unrecorded
from withdrawals.requests.filing import cancel, hurry, record_request
from withdrawals.requests.heeding import heed, record_leaving, say_not_meant, take_message
from withdrawals.tasks import tell_of_unrecorded as sweep

WORDS = "仕事が決まったので退会します"
DAY = timedelta(days=1)
FRIDAY_AFTER = date(2026, 11, 30)  # five business days after Friday, November 20; the 23rd is a holiday


def text_of(client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def page_of(message) -> str:
    return reverse("admin:withdrawals_leavingmessage_change", args=[message.pk])


@pytest.fixture
def message(assignment, now, clock):
    """Written on a Friday."""
    write_to_advisor(assignment.seeker, WORDS, now=now)
    return LeavingMessage.objects.get()


def kinds() -> list[str]:
    return list(Message.objects.exclude(kind="advisors/seeker_wrote").order_by("pk").values_list("kind", flat=True))


# What is said


def test_it_waits_from_when_it_was_written_and_the_member_is_answered_once(message, assignment, now, worker):
    assert (message.status, message.channel, message.written_at, message.words) == ("waiting", "message", now, WORDS)
    assert message.due_on == FRIDAY_AFTER
    write_to_advisor(assignment.seeker, "お願いします。退会したいです。", now=now + timedelta(minutes=1))
    assert LeavingMessage.objects.get() == message
    assert kinds() == ["withdrawals/heeded"]
    worker()
    (answer,) = [sent for sent in mail.outbox if sent.to == [assignment.seeker.user.email]]
    assert "It is done by Mon 30 Nov at the latest" in answer.body
    assert "/withdraw/" in answer.body


def test_other_words_are_nobodys_business(assignment, now):
    for text in ("会社を辞めたいです", "退会の方法を教えてください", "よろしくお願いします"):
        write_to_advisor(assignment.seeker, text, now=now)
    assert not LeavingMessage.objects.exists()
    assert kinds() == []


def test_while_a_withdrawal_is_under_way_the_answer_is_which(assignment, now, clock):
    WithdrawalRequestFactory(status="scheduled", seeker=assignment.seeker)
    write_to_advisor(assignment.seeker, WORDS, now=now)
    assert not LeavingMessage.objects.exists()
    assert kinds() == ["withdrawals/under_way"]


def test_without_an_advisor_the_desk_alone_reads_it(seeker, desk_client, now, clock):
    assert heed(seeker, WORDS, by_line=True, at=now, now=now)
    message = LeavingMessage.objects.get()
    assert (message.entry, message.words, message.channel) == (None, WORDS, "line")
    assert WORDS in text_of(desk_client, page_of(message))
    assert record_leaving(message.pk, by=AdvisorFactory().user, now=now).channel == "line"


# Who reads it


def test_desk_and_advisor_find_it_on_their_first_page(message, desk_client, advisor_client, other_advisor_client):
    take = reverse("admin:withdrawals_withdrawalrequest_take", args=[message.entry_id])
    for client, address in ((desk_client, page_of(message)), (advisor_client, take)):
        page = text_of(client, "/admin/")
        assert "They write that they leave" in page
        assert address in page
        assert 'urgency--overdue">Not recorded yet' not in page
        assert WORDS in text_of(client, address)
    assert "They write that they leave" not in text_of(other_advisor_client, "/admin/")


@pytest.mark.parametrize("who", ["advisor_client", "other_advisor_client", "seeker_client"])
def test_page_of_it_is_the_desks(who, request, message):
    client = request.getfixturevalue(who)
    for response in (client.get(page_of(message)), client.post(page_of(message), {"move": "record"})):
        assert response.status_code in {302, 403, 404}
    assert LeavingMessage.objects.get().is_waiting


def test_advisor_is_told_what_it_is_where_it_stands(message, advisor_client):
    thread = reverse("admin:advisors_conversationentry_thread", args=[message.seeker_id])
    assert "This says that they leave." in text_of(advisor_client, thread)


def test_first_pages_ask_the_same_however_many_there_are(desk_client, now, clock, django_assert_max_num_queries):
    asked = []
    for _number in range(3):
        LeavingMessageFactory(entry__written_at=now)
        with django_assert_max_num_queries(100) as sent:
            desk_client.get("/admin/")
        asked.append(len(sent))
    assert asked[1:] == asked[:1] * 2


# It is recorded


@pytest.mark.parametrize("who", ["desk_client", "administrator_client"])
def test_desk_records_it_by_one_button(who, request, message, now):
    client = request.getfixturevalue(who)
    for _press in range(2):
        assert client.post(page_of(message), {"move": "record"}).url == page_of(message)
    recorded = WithdrawalRequest.objects.get()
    assert (recorded.status, recorded.channel, recorded.received_at) == ("scheduled", "message", now)
    message.refresh_from_db()
    assert (message.status, message.request, message.tell_at) == ("recorded", recorded, None)
    assert recorded.reference in text_of(client, page_of(message))


def test_advisor_records_it(message, advisor_client):
    take = reverse("admin:withdrawals_withdrawalrequest_take", args=[message.entry_id])
    advisor_client.post(take, {"ticked": "on"})
    assert LeavingMessage.objects.get().request == WithdrawalRequest.objects.get()


def test_day_that_was_promised_holds_whatever_is_closed_since(message, advisor, now, settings):
    settings.EXTRA_CLOSED_DAYS = {date(2026, 11, 24)}
    assert record_leaving(message.pk, by=advisor.user, now=now).due_on == FRIDAY_AFTER


def test_another_message_taken_counts_from_the_first(message, advisor, now):
    later = ConversationEntryFactory(assignment=message.entry.assignment, written_at=now + DAY, text="お願いします")
    recorded = take_message(later, by=advisor.user, now=now + DAY)
    assert recorded.received_at == message.written_at
    assert list(recorded.messages.values_list("entry", "status")) == [
        (message.entry_id, "recorded"),
        (later.pk, "recorded"),
    ]


@pytest.mark.parametrize("channel", ["phone", "web"])
def test_withdrawal_by_any_way_takes_it_up(channel, message, desk, now):
    said = {"channel": channel, "reason": "", "told_at": now, "identity_checked": True}
    recorded = record_request(message.seeker, **said, by=desk, now=now)
    message.refresh_from_db()
    assert message.request == recorded
    cancel(recorded.pk, actor=Actor.MEMBER, now=now)
    assert record_leaving(message.pk, by=desk, now=now).status == "cancelled"


def test_who_stopped_it_may_say_it_again(message, advisor, assignment, now):
    cancel(record_leaving(message.pk, by=advisor.user, now=now).pk, actor=Actor.MEMBER, now=now)
    write_to_advisor(assignment.seeker, "やはり退会します", now=now + DAY)
    assert LeavingMessage.objects.waiting().get().written_at == now + DAY


# Nobody records it


def test_desk_is_told_on_the_next_business_day_and_on_each_until_it_is_recorded(message, desk, worker, clock, now):
    morning = now.replace(hour=9) + 4 * DAY  # Tuesday: Monday is a holiday
    told = [(morning - timedelta(minutes=1), 0), (morning, 1), (morning + DAY - timedelta(minutes=1), 1)]
    for moment, count in [*told, (morning + DAY, 2)]:
        clock.move_to(moment, tick=False)
        for _twice in range(2):
            sweep()
            worker()
        assert sum("is not recorded" in sent.subject for sent in mail.outbox if sent.to == [desk.email]) == count
    record_leaving(message.pk, by=desk, now=morning + DAY)
    tell_of_unrecorded(message.pk, now=morning + 2 * DAY)
    assert not Message.objects.filter(kind="withdrawals/unrecorded", status="queued").exists()


def test_it_is_red_from_the_next_business_day(message, desk_client, clock, now):
    for moment, is_red in ((now + 3 * DAY, False), (now + 4 * DAY, True)):
        clock.move_to(moment, tick=False)
        for page in ("/admin/", "/admin/withdrawals/leavingmessage/", page_of(message)):
            assert ('urgency--overdue">Not recorded yet' in text_of(desk_client, page)) == is_red


# It was not meant


def test_desk_says_that_it_was_not_meant_and_the_member_is_told(message, desk_client, worker):
    assert "Please tick this" in desk_client.post(page_of(message), {"move": NOT_MEANT.name}).content.decode()
    desk_client.post(page_of(message), {"move": NOT_MEANT.name, f"{NOT_MEANT.name}-ticked": "on"})
    message.refresh_from_db()
    assert (message.status, message.request) == ("not_meant", None)
    worker()
    assert mail.outbox[-1].subject == "Your membership goes on"
    assert not WithdrawalRequest.objects.exists()


def test_who_accompanies_them_cannot_even_at_the_desk(message, advisor, now):
    advisor.user.groups.add(*type(advisor.user.groups.first()).objects.filter(name="Support desk"))
    with pytest.raises(OwnSeeker):
        say_not_meant(message.pk, by=advisor.user, now=now)
    message.entry.assignment.end(at=now)
    with pytest.raises(OwnSeeker):
        say_not_meant(message.pk, by=advisor.user, now=now)
    assert LeavingMessage.objects.waiting().get() == message


def test_what_was_not_meant_is_not_recorded_by_its_advisor(message, desk, advisor, now, advisor_client):
    say_not_meant(message.pk, by=desk, now=now)
    with pytest.raises(InvalidTransition):
        take_message(message.entry, by=advisor.user, now=now)
    with pytest.raises(InvalidTransition):
        say_not_meant(message.pk, by=desk, now=now)
    thread = reverse("admin:advisors_conversationentry_thread", args=[message.seeker_id])
    assert "not meant as a withdrawal" in text_of(advisor_client, thread)
    take = reverse("admin:withdrawals_withdrawalrequest_take", args=[message.entry_id])
    assert "Nothing was recorded: the support desk" in advisor_client.get(take, follow=True).content.decode()


# When people change


def test_next_advisor_is_not_shown_what_was_said_to_the_former(message, other_advisor, other_advisor_client, now):
    replacing.replace(message.seeker_id, other_advisor.pk, now=now)
    assert "They write that they leave" not in text_of(other_advisor_client, "/admin/")
    assert LeavingMessage.objects.visible_to(other_advisor.user).count() == 0


def test_former_advisor_sees_nothing_and_the_desk_still_does(message, advisor_client, desk_client, now):
    message.entry.assignment.end(at=now)
    take = reverse("admin:withdrawals_withdrawalrequest_take", args=[message.entry_id])
    assert advisor_client.get(take).status_code == 404
    assert "They write that they leave" not in text_of(advisor_client, "/admin/")
    assert page_of(message) in text_of(desk_client, "/admin/")


def test_what_is_black_in_the_conversation_is_black_for_the_desk(message, desk_client):
    type(message.entry).objects.update(text="■■が決まったので退会します")
    page = text_of(desk_client, page_of(message))
    assert ["■■が" in page, "仕事が" in page] == [True, False]


def test_nothing_is_left_of_it_with_the_member(message, advisor, desk, now):
    recorded = record_leaving(message.pk, by=advisor.user, now=now)
    hurry(recorded.pk, now=now)
    advance(recorded.pk, now=now)
    assert not LeavingMessage.objects.exists()
    tell_of_unrecorded(message.pk, now=now + 9 * DAY)
    with pytest.raises(InvalidTransition):
        record_leaving(message.pk, by=desk, now=now)


# What the database holds


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("leavingmessage_told_until_ended", {"tell_at": None}),
        ("leavingmessage_told_until_ended", {"status": "not_meant"}),
        ("leavingmessage_request_iff_recorded", {"status": "recorded", "tell_at": None, "ended_at": "now"}),
        ("leavingmessage_words_stand_once", {"text": "退会"}),
        ("leavingmessage_words_stand_once", {"entry": None, "seeker": "them", "written_at": "now"}),
    ],
)
def test_database_refuses_the_wrong_row(name, wrong, seeker, now):
    stands_for = {"now": now, "them": seeker}
    wrong = {column: stands_for.get(value, value) for column, value in wrong.items()}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        LeavingMessageFactory(**wrong)


def test_database_lets_one_wait_for_each_member(message):
    """leavingmessage_one_waiting_per_member"""
    entry = ConversationEntryFactory(assignment=message.entry.assignment)
    with pytest.raises(IntegrityError), transaction.atomic():
        LeavingMessageFactory(entry=entry)
