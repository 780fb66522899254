"""A button pressed twice at the same moment, and two messages for the one place that is left."""

import pytest
from django.utils import timezone

from advisors.conversation import refusals
from advisors.conversation import writing as actions
from advisors.models import ContactWish, ConversationEntry
from tests.factories import AssignmentFactory
from tests.twins import at_once
from withdrawals.models import WithdrawalRequest
from withdrawals.requests.filing import take_message

TWINS = 6

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


def test_message_is_taken_once_as_a_withdrawal(assignment):
    entry = actions.write_to_advisor(assignment.seeker, "退会します", now=timezone.now())
    take = [lambda: take_message(entry, by=assignment.advisor.user, now=timezone.now())]
    assert {request.pk for request in at_once(*take * TWINS)} == {WithdrawalRequest.objects.get().pk}
