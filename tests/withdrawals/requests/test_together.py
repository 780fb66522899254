"""Members whose grace time is over are completed twenty at a time, and none of them notices."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection, connections, transaction

from accounts.messages.queue import queue_message
from accounts.models import JobSeeker, Message, StoppedNotice
from accounts.tasks import sweep_messages
from advisors.models import Advisor
from config import celery
from config.steps import InvalidTransition
from tests.factories import AdvisorFactory, AssignmentFactory, WithdrawalRequestFactory
from tests.twins import at_once, held_up
from tests.withdrawals.requests.test_failing import POISON, execute, work
from withdrawals.erasure.receipts import read_receipt
from withdrawals.models import Erasure, WithdrawalEvent, WithdrawalRequest
from withdrawals.requests.advancing import advance, locked
from withdrawals.requests.filing import cancel
from withdrawals.requests.sweeping import TOGETHER
from withdrawals.tasks import process_withdrawals, sweep_withdrawals

of_a_server = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite completes each alone")
commits = pytest.mark.django_db(transaction=True)


@pytest.fixture
def over(db, now):
    """So many requests whose grace time is over, of members with an advisor."""

    def over(amount: int = 3, **fields) -> list[WithdrawalRequest]:
        fields = {"status": "scheduled", "received_at": now, "completes_at": now, "next_step_at": now} | fields
        requests = WithdrawalRequestFactory.create_batch(amount, **fields)
        for request in requests:
            if request.seeker:
                AssignmentFactory(seeker=request.seeker)
        return requests

    return over


def keys(requests: list[WithdrawalRequest]) -> list[int]:
    return [request.pk for request in requests]


def statuses() -> Counter:
    return Counter(WithdrawalRequest.objects.values_list("status", flat=True))


def handed_out(worker) -> Counter:
    """The tasks that wait, by how many requests each is of."""
    sizes = []
    worker.commit()
    while message := worker.next_message():
        (first, *_), _, _ = message.payload
        sizes.append(len(first) if isinstance(first, list) else 1)
    return Counter(sizes)


@of_a_server
def test_sweep_hands_them_out_twenty_at_a_time(over, worker):
    over(TOGETHER + 3)
    sweep_withdrawals()
    assert handed_out(worker) == {TOGETHER: 1, 3: 1}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="of a file, in which one writes at a time")
def test_sweep_hands_out_each_alone_where_its_lock_would_be_waited_for(over, worker):
    over(3)
    sweep_withdrawals()
    assert handed_out(worker) == {1: 3}


@pytest.mark.parametrize(("amount", "at_once"), [(1, 1), (3, 0)])
def test_receipts_of_several_go_with_the_next_sweep_behind_the_codes_that_somebody_waits_for(
    over, worker, now, amount, at_once
):
    advance(*keys(over(amount)), now=now)
    assert handed_out(worker) == ({1: at_once} if at_once else {})
    sweep_messages()
    assert handed_out(worker) == {1: amount}


def test_one_that_has_come_to_nothing_before_goes_alone(over, worker):
    """Else it would take others with it each time that a process dies of it."""
    over(3, tries=1)
    sweep_withdrawals()
    assert handed_out(worker) == {1: 3}


def test_one_that_is_not_over_goes_alone(over, worker, now):
    over(2, status="received")
    sweep_withdrawals()
    assert handed_out(worker) == {1: 2}


def test_each_has_a_receipt_of_their_own(over, now):
    requests = over(3)
    owners = {request.reference: request.seeker.user.email for request in requests}
    StoppedNotice.objects.create(seeker=requests[1].seeker, kind="job_notice")
    advance(*keys(requests), now=now)
    mails = {message.context["reference"]: message for message in Message.objects.all()}
    assert {reference: mail.to_email for reference, mail in mails.items()} == owners
    read = {reference: read_receipt(mail.context["receipt"]) for reference, mail in mails.items()}
    assert all(receipt.reference == reference for reference, receipt in read.items())
    counted = [read[request.reference].erased["settings"] for request in requests]
    assert counted == [0, 1, 0]
    assert [WithdrawalRequest.objects.get(pk=it.pk).erased["settings"] for it in requests] == counted


def test_who_is_being_written_to_waits_and_the_others_do_not(over, now):
    requests = over(3)
    queue_message("accounts/welcome", requests[1].seeker.user).take_in_hand(now)
    advance(*keys(requests), now=now)
    assert statuses() == {"completed": 2, "scheduled": 1}
    assert JobSeeker.objects.get() == requests[1].seeker


def test_one_that_was_stopped_meanwhile_stays_a_member(over, now):
    requests = over(3)
    cancel(requests[1].pk, actor="link", now=now)
    advance(*keys(requests), now=now)
    assert statuses() == {"completed": 2, "cancelled": 1}


def test_one_that_cannot_holds_up_nobody(over, worker, now):
    requests = over(TOGETHER)
    refused = requests[7]
    execute(POISON, id=refused.seeker_id)
    process_withdrawals(keys(requests))
    assert statuses() == {"scheduled": TOGETHER}
    worker.commit()
    assert [name for name in work(worker) if name.startswith("withdrawals")] == ["withdrawals.tasks.process_withdrawal"]
    assert statuses() == {"completed": TOGETHER - 1, "scheduled": 1}
    failed = WithdrawalRequest.objects.exclude(failure="").get()
    assert (failed.pk, failed.failure, failed.failing_since) == (refused.pk, "IntegrityError", now)
    assert Erasure.objects.count() == TOGETHER - 1


def test_they_go_again_by_the_sweep_if_the_broker_is_down_as_one_cannot(over, worker, monkeypatch):
    requests = over(3)
    execute(POISON, id=requests[0].seeker_id)
    monkeypatch.setattr(celery.outage, "is_on", lambda: True)
    process_withdrawals(keys(requests))
    assert statuses() == {"scheduled": 3}
    assert WithdrawalRequest.objects.filter(next_step_at__isnull=False).count() == 3


@of_a_server
@commits
def test_stop_that_is_pressed_while_they_go_waits_for_them_and_is_refused(over, now):
    requests = over(3)
    stop = partial(cancel, requests[1].pk, actor="link")
    stopped = held_up(stop, by=partial(advance, *keys(requests), now=now), refusals=(InvalidTransition,))
    assert stopped is InvalidTransition
    assert statuses() == {"completed": 3}


@of_a_server
@commits
def test_they_do_not_wait_for_who_is_just_pressing_stop(over, now):
    requests = over(3)

    def go() -> None:
        try:
            advance(*keys(requests), now=now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread, transaction.atomic():
        locked(requests[1].pk)
        thread.submit(go).result(30)
        assert statuses() == {"completed": 2, "scheduled": 1}
        cancel(requests[1].pk, actor="link", now=now)
    assert statuses() == {"completed": 2, "cancelled": 1}


@commits
def test_two_workers_at_once_complete_each_once(over, now):
    requests = over(8)
    once, again = keys(requests), keys(requests)[::-1]
    at_once(partial(advance, *once, now=now), partial(advance, *again, now=now), partial(advance, *once[:4], now=now))
    for request_id in once:  # whoever was passed by, by two who had each a part of them
        advance(request_id, now=now)
    assert statuses() == {"completed": 8}
    assert Counter(WithdrawalEvent.objects.values_list("request", flat=True)) == dict.fromkeys(once, 1)
    assert Message.objects.filter(kind="withdrawals/completed").count() == Erasure.objects.count() == 8


@of_a_server
@commits
def test_advisors_of_those_who_leave_are_locked_in_order_of_their_ids(over, desk, now):
    """Erasing a tie counts its advisor's seekers anew: somebody who has the lower one may go on to the other."""
    lower, higher = AdvisorFactory.create_batch(2)
    requests = over(2)
    for request, advisor in zip(requests, (higher, lower), strict=True):
        request.seeker.assignments.all().delete()
        AssignmentFactory(seeker=request.seeker, advisor=advisor)
    of = Advisor.objects.select_for_update(of=("self",), nowait=True)
    held_up(
        partial(advance, *keys(requests), now=now), by=lambda: of.get(pk=lower.pk), then=lambda: of.get(pk=higher.pk)
    )
    assert statuses() == {"completed": 2}
