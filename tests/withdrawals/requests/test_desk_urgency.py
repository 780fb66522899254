"""How urgent a request is and what the desk has to do about it, in words."""

from datetime import date, timedelta

import pytest

from tests.factories import JobSeekerFactory, WithdrawalRequestFactory
from withdrawals.models import WithdrawalRequest
from withdrawals.requests.candidates import candidates_for
from withdrawals.requests.desk import Urgency, is_stuck, next_task, overview, time_left, urgency

FRIDAY = date(2026, 11, 20)  # before a long weekend: Monday is a holiday


@pytest.mark.parametrize(
    ("due_on", "kind", "words"),
    [
        (date(2026, 11, 18), Urgency.OVERDUE, "2 business days over"),
        (date(2026, 11, 19), Urgency.OVERDUE, "1 business day over"),
        (date(2026, 11, 20), Urgency.TODAY, ""),
        (date(2026, 11, 24), Urgency.NEAR, "1 business day left"),
        (date(2026, 11, 25), Urgency.NEAR, "2 business days left"),
        (date(2026, 11, 26), Urgency.IN_TIME, "3 business days left"),
    ],
)
def test_urgency_over_a_long_weekend(db, due_on, kind, words):
    assert urgency(due_on, today=FRIDAY) == kind
    assert time_left(due_on, today=FRIDAY) == words
    row = WithdrawalRequestFactory(due_on=due_on)
    assert [k for k in Urgency if WithdrawalRequest.objects.filter(k.rows(FRIDAY), pk=row.pk)] == [kind]


def test_request_due_on_friday_is_overdue_on_saturday_without_a_business_day_over():
    assert urgency(FRIDAY, today=FRIDAY + timedelta(days=1)) == Urgency.OVERDUE
    assert time_left(FRIDAY, today=FRIDAY + timedelta(days=1)) == ""


def test_ended_request_has_no_urgency(db):
    ended = WithdrawalRequestFactory(status="closed", due_on=FRIDAY)
    assert not WithdrawalRequest.objects.filter(Urgency.TODAY.rows(FRIDAY), pk=ended.pk)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": "received"}, "Nothing yet: the service is looking for the member."),
        ({"status": "needs_review"}, "Find out whose it is and call back on the registered phone number."),
        ({"status": "scheduled"}, "Nothing: it is completed by itself (Tue 24 Nov, 10:00)."),
        (
            {"status": "scheduled", "due_on": date(2026, 11, 19)},
            "Nothing, though it is overdue: it is completed by itself (Tue 24 Nov, 10:00).",
        ),
        ({"status": "closed"}, "Nothing: it has ended."),
    ],
)
def test_next_task_in_each_status(db, now, fields, words):
    assert next_task(WithdrawalRequestFactory(**fields), now=now) == words


def test_next_task_while_the_mailbox_is_asked(db, now):
    asked = WithdrawalRequestFactory(status="needs_review", mailbox_asked_at=now)
    assert next_task(asked, now=now).startswith("Wait for the answer from the mailbox")


@pytest.mark.parametrize(
    ("status", "field"), [("received", "received_at"), ("scheduled", "completes_at"), ("needs_review", "received_at")]
)
def test_request_that_the_service_leaves_lying_is_stuck_after_an_hour(db, now, status, field):
    request = WithdrawalRequestFactory(status=status)
    setattr(request, field, now - timedelta(minutes=59))
    assert not is_stuck(request, now=now)
    setattr(request, field, now - timedelta(minutes=61))
    assert is_stuck(request, now=now) == (status != "needs_review")


def test_overview_counts_and_lists_the_most_urgent_first(desk, now, django_assert_num_queries):
    late, today, later = (WithdrawalRequestFactory(due_on=FRIDAY + timedelta(days=days)) for days in (-1, 0, 30))
    review = WithdrawalRequestFactory(status="needs_review", due_on=FRIDAY)
    WithdrawalRequestFactory(status="closed", due_on=FRIDAY - timedelta(days=9))
    assert desk.is_support_desk
    with django_assert_num_queries(2):
        seen = overview(desk, now=now)
    urgencies = {"overdue": 1, "today": 2, "near": 0, "in_time": 1}
    assert seen.counts == urgencies | {"needs_review": 1, "failing": 0}
    assert seen.needs_desk == [review]
    assert seen.by_itself == [late, today, later]


def test_overview_of_an_advisor_is_empty(advisor, now):
    WithdrawalRequestFactory(due_on=FRIDAY)
    seen = overview(advisor.user, now=now)
    assert (sum(seen.counts.values()), seen.first) == (0, [])


def test_candidates_say_what_fits_and_leave_out_who_joined_later(db, now):
    by_phone = JobSeekerFactory(phone="+819012345678")
    by_email = JobSeekerFactory(user__email="typed@example.com")
    JobSeekerFactory(phone="+819012345678", joined_at=now)
    JobSeekerFactory()
    request = WithdrawalRequestFactory(
        status="needs_review", statement__phone="+819012345678", statement__email="typed@example.com"
    )
    found = [(it.seeker, it.fit) for it in candidates_for(request, request.statement)]
    assert found == [(by_email, "The e-mail address fits"), (by_phone, "The phone number fits")]
