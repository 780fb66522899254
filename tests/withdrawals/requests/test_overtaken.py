"""A request whose member is erased through another one, at the very moment somebody works on it."""

import pytest

from accounts.models import Message
from config.steps import InvalidTransition
from tests.factories import WithdrawalRequestFactory
from withdrawals.models import WithdrawalStatement
from withdrawals.requests.advancing import advance
from withdrawals.requests.filing import confirm_mailbox, match_by_desk
from withdrawals.requests.links import Purpose, token


@pytest.fixture
def overtaken(now):
    """What was typed is gone, and nobody could close the request then: it was locked."""

    def make(status: str):
        request = WithdrawalRequestFactory(status=status, received_at=now, next_step_at=now, mailbox_asked_at=now)
        WithdrawalStatement.objects.filter(request=request).delete()
        return request

    return make


@pytest.mark.parametrize("status", ["received", "needs_review"])
def test_worker_closes_it_and_writes_to_nobody(overtaken, db, now, status):
    request = overtaken(status)
    advance(request.pk, now=now)
    request.refresh_from_db()
    assert (request.status, request.closing, Message.objects.count()) == ("closed", "duplicate", 0)


def test_link_of_its_mail_closes_it(overtaken, db, client):
    request = overtaken("needs_review")
    response = client.post(f"/withdraw/link/{token(Purpose.CONFIRM, request)}/")
    request.refresh_from_db()
    assert (response.status_code, request.status, request.closing) == (200, "closed", "duplicate")


def test_desk_that_names_its_member_closes_it(overtaken, seeker, desk, now):
    request = overtaken("needs_review")
    seeker.delete()
    assert match_by_desk(request.pk, seeker, by=desk, now=now).closing == "duplicate"


def test_request_that_nobody_has_overtaken_stays(seeker, desk, now):
    request = WithdrawalRequestFactory(status="needs_review", received_at=now, mailbox_asked_at=now)
    with pytest.raises(InvalidTransition):
        confirm_mailbox(request.pk, now=now)
    seeker.user.delete()
    with pytest.raises(InvalidTransition):
        match_by_desk(request.pk, seeker, by=desk, now=now)
    advance(request.pk, now=now)
    request.refresh_from_db()
    assert request.status == "needs_review"
