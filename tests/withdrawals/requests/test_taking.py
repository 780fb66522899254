"""A message to the advisor that says "I want to leave": one button, and the days count from the message."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Message
from tests.factories import ConversationEntryFactory
from withdrawals.models import Actor, WithdrawalRequest
from withdrawals.requests.filing import cancel, record_request
from withdrawals.requests.heeding import take_message

TICK = {"ticked": "on"}


@pytest.fixture
def entry(assignment, now):
    """Written on a Thursday, read on Friday: a business day has gone by."""
    return ConversationEntryFactory(assignment=assignment, text="退会したいです", written_at=now - timedelta(days=1))


def address(entry) -> str:
    return reverse("admin:withdrawals_withdrawalrequest_take", args=[entry.pk])


def test_advisor_takes_a_message_as_a_withdrawal(advisor_client, advisor, entry):
    assert "退会したいです" in advisor_client.get(address(entry)).content.decode()
    thread = reverse("admin:advisors_conversationentry_thread", args=[entry.seeker_id])
    assert advisor_client.post(address(entry), TICK).url == thread
    request = WithdrawalRequest.objects.get()
    assert (request.status, request.channel, request.seeker) == ("scheduled", "message", entry.seeker)
    assert (request.received_at, request.recorded_by) == (entry.written_at, advisor.user)
    assert str(request.due_on) == "2026-11-27"
    assert Message.objects.get().kind == "withdrawals/scheduled"
    assert "The withdrawal of member" in advisor_client.get(thread).content.decode()


def test_thread_offers_it_for_what_the_seeker_wrote(advisor_client, assignment, entry):
    own = ConversationEntryFactory(assignment=assignment, is_from_seeker=False)
    page = advisor_client.get(reverse("admin:advisors_conversationentry_thread", args=[entry.seeker_id]))
    assert [address(it) in page.content.decode() for it in (entry, own)] == [True, False]


def test_without_the_tick_nothing_is_recorded(advisor_client, entry):
    response = advisor_client.post(address(entry), {})
    assert "Please tick this once you have read it again." in response.content.decode()
    assert not WithdrawalRequest.objects.exists()


@pytest.mark.parametrize(
    "who", ["other_advisor_client", "desk_client", "administrator_client", "seeker_client", "other_seeker_client"]
)
def test_nobody_else_takes_it(who, request, entry):
    client = request.getfixturevalue(who)
    assert client.get(address(entry)).status_code in {403, 404}
    assert client.post(address(entry), TICK).status_code in {403, 404}
    assert not WithdrawalRequest.objects.exists()


def test_own_words_of_an_advisor_are_no_withdrawal(advisor_client, assignment):
    own = ConversationEntryFactory(assignment=assignment, is_from_seeker=False)
    assert advisor_client.post(address(own), TICK).status_code == 404
    assert not WithdrawalRequest.objects.exists()


def test_button_pressed_twice_records_it_once(advisor_client, entry):
    for _press in range(2):
        assert advisor_client.post(address(entry), TICK).status_code == 302
    assert WithdrawalRequest.objects.count() == 1


def test_same_words_do_not_undo_that_the_member_stopped_it(entry, advisor, now):
    request = take_message(entry, by=advisor.user, now=now)
    cancel(request.pk, actor=Actor.MEMBER, now=now)
    assert take_message(entry, by=advisor.user, now=now) == request
    assert not WithdrawalRequest.objects.scheduled().exists()


def test_what_was_told_by_phone_at_that_moment_is_not_this_message(entry, desk, advisor, now):
    said = {"channel": "phone", "reason": "", "told_at": entry.written_at, "identity_checked": True}
    by_phone = record_request(entry.seeker, **said, by=desk, now=now)
    cancel(by_phone.pk, actor=Actor.MEMBER, now=now)
    assert take_message(entry, by=advisor.user, now=now).status == "scheduled"


def page(client, entry) -> str:
    return client.get(reverse("admin:advisors_conversationentry_thread", args=[entry.seeker_id])).content.decode()


def said_by(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_message_once_taken_says_what_happened_and_when_instead_of_its_button(advisor_client, advisor, entry, now):
    request = take_message(entry, by=advisor.user, now=now)
    thread = page(advisor_client, entry)
    assert "Taken as a withdrawal on Fri 20 Nov, 10:00. It is under way." in " ".join(thread.split())
    assert address(entry) not in thread
    cancel(request.pk, actor=Actor.MEMBER, now=now)
    thread = page(advisor_client, entry)
    assert "It was stopped." in thread
    assert address(entry) not in thread


@pytest.mark.parametrize("method", ["get", "post"])
def test_message_once_taken_is_not_said_to_be_recorded_again(advisor_client, advisor, entry, now, method):
    cancel(take_message(entry, by=advisor.user, now=now).pk, actor=Actor.MEMBER, now=now)
    response = getattr(advisor_client, method)(address(entry), TICK, follow=True)
    taken = "this message was taken as a withdrawal on Fri 20 Nov, 10:00."
    assert said_by(response) == [f"Nothing was recorded: {taken}"]


def test_while_one_is_under_way_no_message_is_taken(advisor_client, entry, now):
    another = ConversationEntryFactory(assignment=entry.assignment, written_at=now - timedelta(hours=2))
    advisor_client.post(address(entry), TICK)
    assert address(another) not in page(advisor_client, another)
    number = entry.seeker.member_number
    said = said_by(advisor_client.post(address(another), TICK, follow=True))
    assert f"Nothing was recorded: a withdrawal of member {number} is under way already." in said
    assert WithdrawalRequest.objects.get().status == "scheduled"


def test_one_taken_at_the_same_moment_as_another_says_so(advisor_client, advisor, entry, now):
    another = ConversationEntryFactory(assignment=entry.assignment, written_at=now - timedelta(hours=2))
    for it in (another, entry):
        take_message(it, by=advisor.user, now=now)
    assert page(advisor_client, entry).count("One was under way already.") == 1
