"""Two people at the desk, or two clicks, at the same moment. On PostgreSQL, where they really run side by side."""

from functools import partial
from itertools import cycle

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import SUPPORT_DESK, Message
from accounts.users.grants import grant
from tests import twins
from tests.conftest import signed_in
from tests.factories import DeskUserFactory, JobSeekerFactory, WithdrawalRequestFactory
from withdrawals.models import WithdrawalRequest

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one after the other"),
]
TWINS = 4


@pytest.fixture
def people():
    """The desk, each with a browser; the groups' permissions are gone with the tables an earlier test has emptied."""
    grant(apps, SUPPORT_DESK, "withdrawals", {"withdrawalrequest": "view add change", "withdrawalstatement": "view"})
    return [signed_in(DeskUserFactory()) for _ in range(TWINS)]


@pytest.fixture
def member():
    return JobSeekerFactory(phone="+819012345678")


def at_once(people, address: str, *buttons: dict) -> list[str]:
    """Everybody pushes a button, in turn one of these; what they are told."""

    def push(client, sent: dict) -> list[str]:
        response = client.post(address, sent)
        assert response.status_code == 302
        return [message.level_tag for message in get_messages(response.wsgi_request)]

    told = twins.at_once(*[partial(push, client, sent) for client, sent in zip(people, cycle(buttons), strict=False)])
    return sorted(tag for tags in told for tag in tags)


def page_of(request) -> str:
    return reverse("admin:withdrawals_withdrawalrequest_change", args=[request.pk])


@pytest.mark.parametrize(
    ("key", "status"), [("match", "needs_review"), ("close", "needs_review"), ("stop", "scheduled")]
)
def test_button_pushed_by_four_at_once_acts_once(people, member, worker, key, status):
    request = WithdrawalRequestFactory(status=status, **({"seeker": member} if key == "stop" else {}))
    sent = {"move": key, f"{key}-ticked": "on", f"{key}-member": member.member_number}
    assert at_once(people, page_of(request), sent) == ["error"] * (TWINS - 1) + ["success"]
    assert request.events.count() == Message.objects.count() == 1


def test_completion_pushed_by_four_at_once_is_one_event(people, member, worker):
    request = WithdrawalRequestFactory(status="scheduled", seeker=member)
    assert at_once(people, page_of(request), {"move": "complete", "complete-ticked": "on"}) == ["info"] * TWINS
    assert request.events.count() == 1


def test_match_and_close_at_once_are_one_of_the_two(people, member, worker):
    request = WithdrawalRequestFactory(status="needs_review")
    match = {"move": "match", "match-ticked": "on", "match-member": member.member_number}
    close = {"move": "close", "close-ticked": "on"}
    assert at_once(people, page_of(request), match, close) == ["error"] * (TWINS - 1) + ["success"]
    assert request.events.count() == Message.objects.count() == 1


def test_withdrawal_recorded_by_four_at_once_is_scheduled_once(people, member, worker):
    address = f"{reverse('admin:withdrawals_withdrawalrequest_add')}?seeker={member.pk}"
    told_at = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    sent = {"channel": "phone", "told_at": told_at, "identity_checked": "on"}
    assert at_once(people, address, sent) == ["success"] + ["warning"] * (TWINS - 1)
    assert WithdrawalRequest.objects.scheduled().count() == Message.objects.count() == 1
