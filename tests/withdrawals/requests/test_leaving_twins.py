"""Advisor and desk at one message in the same moment, and a member who says it twice at once."""

from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.line.said import Said
from accounts.models import Message
from advisors.conversation import by_line
from advisors.models import ConversationEntry
from config.steps import InvalidTransition
from tests.factories import AssignmentFactory, DeskUserFactory, LeavingMessageFactory
from tests.twins import at_once
from withdrawals.models import LeavingMessage, WithdrawalRequest
from withdrawals.requests.alarms import tell_of_unrecorded
from withdrawals.requests.heeding import record_leaving, say_not_meant, take_message

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def message():
    return LeavingMessageFactory()


def test_advisor_and_desk_record_it_once(message):
    desk, advisor = DeskUserFactory(), message.entry.assignment.advisor.user
    presses = [partial(record_leaving, message.pk, by=desk), partial(take_message, message.entry, by=advisor)] * 3
    assert {request.pk for request in at_once(*presses)} == {WithdrawalRequest.objects.get().pk}
    assert LeavingMessage.objects.get().request == WithdrawalRequest.objects.get()


def test_it_is_recorded_or_not_meant_and_never_both(message):
    desk, other = DeskUserFactory(), DeskUserFactory()
    presses = [partial(record_leaving, message.pk, by=desk), partial(say_not_meant, message.pk, by=other)]
    said = at_once(*presses, refusals=(InvalidTransition,))
    assert said.count(InvalidTransition) == 1
    is_recorded = LeavingMessage.objects.get().status == "recorded"
    assert WithdrawalRequest.objects.exists() == is_recorded


def test_desk_is_told_once_however_many_look(message):
    desk, now = DeskUserFactory(), timezone.now()
    at_once(*[partial(tell_of_unrecorded, message.pk, now=now)] * 4)
    assert Message.objects.filter(kind="withdrawals/unrecorded", recipient=desk).count() == 1


def test_what_two_workers_hear_at_once_is_heard_once():
    seeker, now = AssignmentFactory().seeker, timezone.now()
    said = Said("text", "退会します", now)

    def hear():
        with transaction.atomic():
            by_line.take(seeker, said, now=now)

    at_once(*[hear] * 4)
    assert (ConversationEntry.objects.count(), LeavingMessage.objects.count()) == (1, 1)
    assert Message.objects.filter(kind="withdrawals/heeded").count() == 1
