"""Two workers, or two people, at one thing in the same moment: it happens once."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.utils import timezone

from accounts.messages.delivery import claim_ready, deliver
from accounts.messages.queue import queue_message
from accounts.models import JobSeeker, Message
from config.steps import InvalidTransition
from tests import twins
from tests.factories import JobSeekerFactory, WithdrawalRequestFactory
from withdrawals.erasure.listing import list_new_erasures, read_list
from withdrawals.models import Erasure, WithdrawalEvent, WithdrawalRequest
from withdrawals.requests.advancing import advance
from withdrawals.requests.filing import confirm_mailbox
from withdrawals.requests.sweeping import claim_due

TWINS = 4
TIMES = 10
at_once = partial(twins.at_once, refusals=(InvalidTransition,))

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seeker() -> JobSeeker:
    return JobSeekerFactory(joined_at=timezone.now() - timedelta(days=9))


def filed_by(seeker: JobSeeker, **fields) -> WithdrawalRequest:
    """A request of a minute ago with the member's own contact, unless `fields` say otherwise."""
    typed = {"statement__email": seeker.user.email, "statement__phone": seeker.phone.as_e164}
    return WithdrawalRequestFactory(received_at=timezone.now() - timedelta(minutes=1), **{**typed, **fields})


def moves(request: WithdrawalRequest) -> list[str]:
    return [event.to_status for event in request.events.all()]


@pytest.mark.parametrize("grace", [0, 1])
def test_one_request_and_four_workers(grace, settings):
    settings.WITHDRAWAL_GRACE_BUSINESS_DAYS = grace
    for _ in range(TIMES):
        seeker = JobSeekerFactory(joined_at=timezone.now() - timedelta(days=9))
        request = filed_by(seeker)
        at_once(*[lambda pk=request.pk: advance(pk, now=timezone.now())] * TWINS)
        assert moves(request) == ["scheduled", "completed"][: 2 - grace]
    assert Erasure.objects.count() == TIMES * (1 - grace)


def test_two_requests_of_one_member(seeker, settings):
    settings.WITHDRAWAL_GRACE_BUSINESS_DAYS = 0
    for _ in range(TIMES):
        seeker = JobSeekerFactory(joined_at=timezone.now() - timedelta(days=9))
        pair = [filed_by(seeker), filed_by(seeker)]
        at_once(*[lambda pk=request.pk: advance(pk, now=timezone.now()) for request in pair])
        for request in pair:
            advance(request.pk, now=timezone.now())
            request.refresh_from_db()
        assert sorted(request.status for request in pair) == ["closed", "completed"]
    assert Counter(WithdrawalEvent.objects.values_list("to_status", flat=True))["completed"] == TIMES


def test_confirmed_by_two_clicks_while_the_worker_completes_another(seeker, settings):
    settings.WITHDRAWAL_GRACE_BUSINESS_DAYS = 0
    for _ in range(TIMES):
        seeker = JobSeekerFactory(joined_at=timezone.now() - timedelta(days=9))
        asked = filed_by(seeker, status="needs_review", mailbox_asked_at=timezone.now(), next_step_at=None)
        other = filed_by(seeker)
        confirm = [lambda pk=asked.pk: confirm_mailbox(pk, now=timezone.now())] * 2
        at_once(*confirm, lambda pk=other.pk: advance(pk, now=timezone.now()))
        Message.objects.filter(kind="withdrawals/scheduled").delete()  # the mail server took it long ago
        for request in (asked, other):
            advance(request.pk, now=timezone.now())
            request.refresh_from_db()
        assert sorted((asked.status, other.status)) == ["closed", "completed"]


def test_one_mail_and_four_workers(seeker):
    for _ in range(TIMES):
        message = queue_message("accounts/welcome", seeker.user)
        at_once(*[lambda pk=message.pk: deliver(pk, now=timezone.now())] * TWINS)
    assert len(mail.outbox) == TIMES


def test_two_sweeps_hand_out_each_request_once(seeker):
    due = {filed_by(seeker).pk for _ in range(TIMES)}
    claimed = at_once(*[lambda: claim_due(now=timezone.now())] * TWINS)
    assert sorted(pk for pks in claimed for pk in pks) == sorted(due)


def test_two_listings_write_each_erasure_once(settings, tmp_path):
    settings.ERASURE_LIST = tmp_path / "erasures.txt"
    ids = [JobSeekerFactory.build(user=None).erasure_id for _ in range(TIMES)]
    Erasure.objects.bulk_create(Erasure(erasure_id=one, erased_at=timezone.now()) for one in ids)
    at_once(*[lambda: list_new_erasures(now=timezone.now())] * TWINS)
    assert sorted(read_list(settings.ERASURE_LIST).ids) == sorted(ids)


def test_two_sweeps_hand_out_each_message_once(seeker):
    ready = {queue_message("accounts/welcome", seeker.user).pk for _ in range(TIMES)}
    claimed = at_once(*[lambda: claim_ready(now=timezone.now())] * TWINS)
    assert sorted(pk for pks in claimed for pk in pks) == sorted(ready)
