"""What was typed to withdraw has an end: with the request, with its member, and in any case with time."""

from datetime import date, datetime, time

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import FormerAddress
from config.business_days import add_business_days
from tests.costs import counted
from tests.factories import JobSeekerFactory, WithdrawalRequestFactory
from withdrawals.erasure.erasing import erase_member
from withdrawals.erasure.portability import everything_about
from withdrawals.models import WithdrawalRequest, WithdrawalStatement
from withdrawals.requests.advancing import advance
from withdrawals.requests.deadlines import typed_is_forgotten_for
from withdrawals.requests.filing import close_as_not_a_member, match_by_desk
from withdrawals.requests.replaying import erase_again
from withdrawals.tasks import forget_typed

# With time


@pytest.mark.parametrize(
    ("today", "last_due"),
    [
        (date(2026, 12, 3), date(2026, 11, 30)),  # a Thursday, and the Monday before
        (date(2026, 12, 4), date(2026, 12, 1)),
        (date(2026, 12, 5), date(2026, 12, 1)),  # a Saturday is none
        (date(2026, 12, 7), date(2026, 12, 2)),
    ],
)
def test_last_due_day_is_three_business_days_before(today, last_due):
    assert typed_is_forgotten_for(today) == last_due


@pytest.mark.parametrize("status", ["received", "needs_review", "scheduled"])
def test_statement_goes_three_business_days_after_the_deadline_whatever_its_state(db, worker, clock, status):
    request = WithdrawalRequestFactory(status=status)
    for days, left in ((2, 1), (3, 0)):
        clock.move_to(timezone.make_aware(datetime.combine(add_business_days(request.due_on, days), time(0, 1))))
        forget_typed()
        assert WithdrawalStatement.objects.count() == left
    request.refresh_from_db()
    assert request.is_open


def test_request_that_nobody_looked_at_is_matched_before_its_statement_goes(seeker, worker, clock):
    contact = {"statement__email": seeker.user.email, "statement__phone": seeker.phone.as_e164}
    request = WithdrawalRequestFactory(status="received", **contact)
    clock.shift(60 * 60 * 24 * 30)
    forget_typed()
    request.refresh_from_db()
    assert (request.status, request.seeker, WithdrawalStatement.objects.count()) == ("scheduled", seeker, 0)


def test_request_that_fails_each_time_keeps_no_contact(db, clock):
    WithdrawalRequestFactory.create_batch(2, status="received")
    clock.shift(60 * 60 * 24 * 30)
    with connection.execute_wrapper(refuse_events):
        forget_typed()
    assert WithdrawalStatement.objects.count() == 0
    assert set(WithdrawalRequest.objects.values_list("status", flat=True)) == {"received"}


def refuse_events(run, sql, params, many, context):
    if 'INSERT INTO "withdrawals_withdrawalevent"' in sql:
        raise DatabaseError
    return run(sql, params, many, context)


@pytest.mark.parametrize("status", ["received", "needs_review"])
def test_request_whose_statement_has_run_out_is_left_to_the_desk(seeker, desk, worker, clock, status):
    request = WithdrawalRequestFactory(status=status)
    clock.shift(60 * 60 * 24 * 30)
    WithdrawalStatement.objects.all().delete()
    advance(request.pk, now=timezone.now())
    request.refresh_from_db()
    assert request.status == "needs_review"
    assert match_by_desk(request.pk, seeker, by=desk, now=timezone.now()).status == "scheduled"


def test_desk_closes_a_request_whose_statement_has_run_out(desk, clock):
    request = WithdrawalRequestFactory(status="needs_review")
    clock.shift(60 * 60 * 24 * 30)
    forget_typed()
    assert close_as_not_a_member(request.pk, by=desk, now=timezone.now()).closing == "not_a_member"


def test_sweep_asks_once_when_nothing_is_over(db, clock):
    WithdrawalRequestFactory.create_batch(20, status="needs_review")
    with counted() as sent:
        forget_typed()
    assert len(sent) == 1


# With its member


@pytest.fixture
def shared(seeker) -> JobSeekerFactory:
    """Another member with the same phone number."""
    return JobSeekerFactory(phone=seeker.phone)


def typed(email: str, phone: str = "+819099999999") -> WithdrawalRequest:
    return WithdrawalRequestFactory(status="needs_review", statement__email=email, statement__phone=phone)


def complete(seeker, now) -> None:
    request = WithdrawalRequestFactory(status="scheduled", seeker=seeker, received_at=now, completes_at=now)
    advance(request.pk, now=now)


def replay(seeker, now) -> None:
    assert erase_again(seeker.erasure_id, now=now)


@pytest.mark.parametrize("erase", [complete, replay])
def test_what_goes_with_a_member_and_what_stays(erase, seeker, shared, other_seeker, now):
    FormerAddress.objects.create(user=seeker.user, email="former@example.com")
    FormerAddress.objects.create(user=seeker.user, email=other_seeker.user.email)
    phone = seeker.phone.as_e164
    goes = [typed(seeker.user.email), typed("former@example.com"), typed("nobody@example.com", phone)]
    stays = [typed(shared.user.email, phone), typed(other_seeker.user.email), typed("nobody@example.com")]
    erase(seeker, now)
    assert set(WithdrawalStatement.objects.values_list("pk", flat=True)) == {request.pk for request in stays}
    closed = WithdrawalRequest.objects.filter(closing="duplicate")
    assert set(closed) == set(goes)


def test_statement_of_a_request_somebody_works_on_goes_too(seeker, now):
    """`close_duplicates` passes it by; what was typed is erased all the same."""
    typed("nobody@example.com", seeker.phone.as_e164)
    with transaction.atomic():
        erase_member(seeker, now=now)
    assert not WithdrawalStatement.objects.exists()


def test_download_shows_nobody_what_another_typed_with_the_same_phone(seeker, now):
    mine = typed(seeker.user.email)
    typed("nobody@example.com", seeker.phone.as_e164)
    assert [row["request"] for row in everything_about(seeker)["withdrawals.WithdrawalStatement"]] == [mine.pk]
