"""What leaving costs: so many statements, whoever it is and however much they leave behind."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.holdings import Kept
from accounts.models import JobSeeker, StoppedNotice
from tests.costs import counted, leave_behind, read_whole
from tests.factories import AssignmentFactory, WithdrawalRequestFactory
from withdrawals.erasure.erasing import HOLDINGS
from withdrawals.requests.advancing import advance
from withdrawals.requests.identity import find_member
from withdrawals.requests.models import WithdrawalRequest
from withdrawals.tasks import sweep_withdrawals

ROWS = pytest.mark.parametrize("rows", [1, 100])
# The request, the mails on their way, the member's lock and the member, texts that name them; the erasure, the event,
# the request again, the receipt.
BESIDE_HOLDINGS = 9
# Their advisors' lock; and what differs between requests is written apart from what they have in common.
OF_SEVERAL = 2


def cost_of_sending(client, **typed) -> int:
    with counted() as sent:
        assert client.post("/withdraw/", typed).status_code == 302
    return len(sent)


def contact_of(seeker: JobSeeker) -> dict[str, str]:
    return {"phone": seeker.phone.as_national, "email": seeker.user.email}


def test_form_costs_the_same_whomever_it_fits(client, worker, seeker, other_seeker):
    nobody = {"phone": "050-1234-5678", "email": "stranger@example.com"}
    typed = [nobody, contact_of(seeker), contact_of(seeker) | {"email": "stranger@example.com"}]
    typed += [contact_of(seeker) | {"phone": other_seeker.phone.as_national}]
    assert [cost_of_sending(client, **fields) for fields in typed] == [2, 2, 2, 2]


def test_form_costs_a_member_the_session_and_the_user_besides(seeker_client, worker, seeker):
    assert cost_of_sending(seeker_client, **contact_of(seeker)) == 4
    assert cost_of_sending(seeker_client, phone="050-1234-5678", email="stranger@example.com") == 4


def test_answer_page_asks_for_the_request_only(client, worker, seeker):
    cost_of_sending(client, **contact_of(seeker))
    with counted() as sent:
        assert client.get("/withdraw/received/").status_code == 200
    assert len(sent) == 1


@ROWS
def test_member_is_found_by_one_statement(seeker, desk, now, rows):
    leave_behind(seeker, rows, desk=desk)
    request = WithdrawalRequestFactory(seeker=seeker, status="scheduled", received_at=now)
    with counted() as sent:
        find_member(request.statement, before=now)
    assert len(sent) == 1


@ROWS
def test_completion_costs_the_same_however_much_it_erases(seeker, desk, worker, now, rows):
    """PostgreSQL is sent all holdings in one statement, SQLite one after the other."""
    leave_behind(seeker, rows, desk=desk)
    request = WithdrawalRequestFactory(seeker=seeker, status="scheduled", received_at=now, completes_at=now)
    with counted() as sent:
        advance(request.pk, now=now)
    assert not JobSeeker.objects.exists()
    changing = sum(not isinstance(holding, Kept) for holding in HOLDINGS)
    assert len(sent) == BESIDE_HOLDINGS + (1 if connection.vendor == "postgresql" else changing)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite completes each alone")
@pytest.mark.parametrize("amount", [2, 20])
def test_many_completions_cost_as_many_statements_as_one(desk, worker, now, amount):
    requests = WithdrawalRequestFactory.create_batch(amount, status="scheduled", received_at=now, completes_at=now)
    for request in requests:
        AssignmentFactory(seeker=request.seeker)
    StoppedNotice.objects.create(seeker=requests[0].seeker, kind="job_notice")
    with counted() as sent:
        advance(*[request.pk for request in requests], now=now)
    assert not JobSeeker.objects.exists()
    assert len(sent) == BESIDE_HOLDINGS + 1 + OF_SEVERAL


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's plans are of another form")
def test_completion_reads_no_table_whole(seeker, desk, worker, now):
    leave_behind(seeker, 1, desk=desk)
    request = WithdrawalRequestFactory(seeker=seeker, status="scheduled", received_at=now, completes_at=now)
    others = WithdrawalRequestFactory.create_batch(2, status="scheduled", received_at=now, completes_at=now)
    with read_whole() as tables:
        advance(request.pk, now=now)
        advance(*[other.pk for other in others], now=now)
        list(WithdrawalRequest.objects.unmatched())
    assert not JobSeeker.objects.exists()
    assert tables == set()


@ROWS
def test_sweep_asks_once_when_nothing_is_due(seeker, now, rows):
    WithdrawalRequestFactory.create_batch(rows, status="completed")
    WithdrawalRequestFactory.create_batch(rows, status="needs_review", next_step_at=now + timedelta(days=1))
    with counted() as sent:
        sweep_withdrawals()
    assert len(sent) == 1
