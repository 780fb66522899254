"""A button pressed twice at the same moment, and two messages for the one place that is left."""

import time
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Message
from advisors.conversation import refusals
from advisors.conversation import writing as actions
from advisors.mails import advisor_wrote
from advisors.models import ContactWish, ConversationEntry
from tests.factories import AssignmentFactory, ConversationEntryFactory
from tests.twins import at_once, held_up, overtaken
from withdrawals.models import WithdrawalRequest
from withdrawals.requests.heeding import take_message

TWINS = 6
A_MOMENT = timedelta(seconds=1)
of_a_server = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite shows nobody who waits")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def assignment():
    return AssignmentFactory()


def say(assignment, text: str):
    """What was said, or how it was refused."""
    try:
        return actions.write_to_seeker(assignment.advisor.user, assignment.seeker_id, text, now=timezone.now())
    except refusals.TooOften as refusal:
        return refusal


def test_same_words_at_once_are_said_once(assignment):
    said = at_once(*[lambda: say(assignment, "こんにちは")] * TWINS)
    assert {entry.pk for entry in said} == {ConversationEntry.objects.get().pk}


def test_last_message_of_the_week_is_one(assignment):
    ContactWish.objects.create(seeker=assignment.seeker, most_per_week=1)
    said = at_once(*[lambda text=f"{number}": say(assignment, text) for number in range(TWINS)])
    assert sorted(type(it).__name__ for it in said) == ["ConversationEntry", *["TooOften"] * (TWINS - 1)]
    assert ConversationEntry.objects.count() == 1


@pytest.fixture
def entry(assignment):
    """It goes in a moment."""
    said = {"assignment": assignment, "is_from_seeker": False, "written_at": timezone.now()}
    return ConversationEntryFactory(**said, goes_at=timezone.now() + A_MOMENT, text="明日")


def told(entry) -> str | None:
    """What is read of it as it is told."""
    message = Message(kind="advisors/advisor_wrote", recipient=entry.seeker.user)
    found = advisor_wrote(message)
    return ConversationEntry.objects.get(pk=entry.pk).text if found else None


@of_a_server
@pytest.mark.parametrize("act", ["change", "take back"])
def test_what_is_changed_as_it_leaves_leaves_changed_or_not_at_all(act, entry):
    advisor = entry.assignment.advisor.user
    acts = {
        "change": partial(actions.change_waiting, advisor, entry.pk, "今日"),
        "take back": partial(actions.take_back, advisor, entry.pk),
    }

    def changed_and_not_stored_yet() -> None:
        acts[act]()
        time.sleep(A_MOMENT.total_seconds())

    assert held_up(partial(told, entry), by=changed_and_not_stored_yet) == {"change": "今日", "take back": None}[act]


@of_a_server
@pytest.mark.parametrize("act", [actions.take_back, partial(actions.change_waiting, text="今日")])
def test_what_leaves_while_somebody_changes_it_stays(act, entry):
    change = partial(act, entry.assignment.advisor.user, entry.pk)
    left = partial(time.sleep, A_MOMENT.total_seconds())
    assert overtaken(change, entry, by=left, refusals=(refusals.HasGone,)) is refusals.HasGone
    assert told(entry) == "明日"


def test_message_is_taken_once_as_a_withdrawal(assignment):
    entry = actions.write_to_advisor(assignment.seeker, "退会します", now=timezone.now())
    take = [lambda: take_message(entry, by=assignment.advisor.user, now=timezone.now())]
    assert {request.pk for request in at_once(*take * TWINS)} == {WithdrawalRequest.objects.get().pk}
