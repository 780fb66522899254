"""The queue: what it lists, in which order, what it is searched for, and what that costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import JobSeekerFactory, WithdrawalRequestFactory

QUEUE = reverse("admin:withdrawals_withdrawalrequest_changelist")


def listed(client, **asked) -> list:
    response = client.get(QUEUE, asked)
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


@pytest.fixture
def rows(now):
    """One of each status, due on one day after the other, the last first."""
    statuses = ["received", "needs_review", "scheduled", "completed", "cancelled", "closed"]
    return {
        status: WithdrawalRequestFactory(
            status=status, received_at=now + timedelta(minutes=n), due_on=now.date() + timedelta(days=9 - n)
        )
        for n, status in enumerate(statuses)
    }


def test_queue_lists_the_open_ones_by_due_date(desk_client, rows):
    assert listed(desk_client, status="open") == [rows["scheduled"], rows["needs_review"], rows["received"]]


def test_queue_opens_with_what_needs_the_desk_and_folds_the_rest(desk_client, rows):
    page = desk_client.get(QUEUE)
    assert list(page.context["cl"].result_list) == [rows["needs_review"]]
    assert page.context["by_itself"] == [rows["scheduled"], rows["received"]]
    folded = page.content.decode().split('<details class="desk queue-by-itself">')[1].split("</details>")[0]
    assert [rows[status].reference in folded for status in ("scheduled", "received", "needs_review")] == [1, 1, 0]


@pytest.mark.parametrize("asked", [{"acts": "all"}, {"acts": "service"}, {"status": "all"}, {"urgency": "near"}])
def test_queue_that_is_asked_for_something_folds_nothing(desk_client, rows, asked):
    page = desk_client.get(QUEUE, asked)
    assert page.context["by_itself"] == []
    assert "queue-by-itself" not in page.content.decode()


def test_queue_says_that_nothing_needs_the_desk(desk_client):
    late = WithdrawalRequestFactory(status="scheduled")
    page = desk_client.get(QUEUE).content.decode()
    assert "Nothing needs you now." in page
    assert late.reference in page


def test_queue_of_the_ended_ones_begins_with_the_newest(desk_client, rows):
    assert listed(desk_client, status="closed") == [rows["closed"]]
    assert listed(desk_client, status="all") == list(reversed(rows.values()))


@pytest.mark.parametrize("status", ["received", "needs_review", "scheduled", "completed", "cancelled", "closed"])
def test_queue_of_one_status(desk_client, rows, status):
    assert listed(desk_client, status=status) == [rows[status]]


def test_queue_of_one_urgency_and_channel(desk_client, rows, now):
    late = WithdrawalRequestFactory(due_on=now.date() - timedelta(days=1), channel="phone")
    assert listed(desk_client, urgency="overdue") == [late]
    assert listed(desk_client, urgency="today") == []
    assert listed(desk_client, channel="phone") == [late]


def test_queue_says_in_words_how_urgent_and_what_to_do(desk_client, now):
    WithdrawalRequestFactory(status="needs_review", due_on=now.date() - timedelta(days=1))
    page = desk_client.get(QUEUE).content.decode()
    assert '<span class="urgency urgency--overdue">Overdue</span>' in page
    assert "1 business day over" in page
    assert "Find out whose it is" in page


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"status": "nonsense"}, 302),
        ({"urgency": "nonsense"}, 302),
        ({"status": ""}, 200),
        ({"seeker__isnull": 0}, 400),
    ],
)
def test_question_the_queue_does_not_know_is_refused(desk_client, asked, status):
    assert desk_client.get(QUEUE, asked).status_code == status


@pytest.fixture
def typed(now):
    """An ended request of nobody beside it, which no search may give."""
    WithdrawalRequestFactory(status="closed")
    WithdrawalRequestFactory(status="needs_review")
    return WithdrawalRequestFactory(
        status="needs_review",
        reference="W-7K3PQ9XM",
        statement__phone="+819012345678",
        statement__email="typed@example.com",
    )


@pytest.mark.parametrize(
    "text",
    [
        "W-7K3PQ9XM",
        "w7k3pq9xm",
        "7K3PQ9XM",
        "Ｗ‐７Ｋ３ＰＱ９ＸＭ",
        "090-1234-5678",
        "０９０ー１２３４ー５６７８",
        "Typed@Example.com ",
    ],
)
def test_search_finds_what_was_typed_in_any_writing(desk_client, typed, text):
    assert listed(desk_client, q=text) == [typed]


@pytest.mark.parametrize("text", ["W-7K3PQ9X", "typed@example.co", "090-1234-567", "%", "typed", "\\"])
def test_search_does_not_guess(desk_client, typed, text):
    assert listed(desk_client, q=text) == []


@pytest.mark.parametrize("of", ["member_number", "phone", "user__email", "family_name"])
def test_search_finds_the_request_of_a_member_ended_or_not(desk_client, now, of):
    seeker = JobSeekerFactory(family_name="退会見本")
    mine = [WithdrawalRequestFactory(status=status, seeker=seeker) for status in ("scheduled", "cancelled")]
    WithdrawalRequestFactory(status="scheduled")
    value = {"phone": seeker.phone.as_national, "user__email": seeker.user.email}.get(of) or getattr(seeker, of)
    assert sorted(row.pk for row in listed(desk_client, q=value)) == [row.pk for row in mine]


def queries(client, **asked) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        listed(client, **asked)
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("asked", [{}, {"status": "all"}, {"q": "090-1234-5678"}])
def test_queue_costs_the_same_for_one_request_and_for_a_hundred(desk_client, now, asked):
    counts = []
    for more in (1, 2, 97):
        for n in range(more):
            WithdrawalRequestFactory(status=("scheduled", "needs_review")[n % 2], statement__phone="+819012345678")
        counts.append(len(queries(desk_client, **asked)))
    assert counts[0] == counts[1] == counts[2] <= 8


def test_queue_never_counts_all(desk_client, now):
    WithdrawalRequestFactory()
    for asked in ({}, {"status": "all"}, {"q": "W-7K3PQ9XM"}):
        counts = [sql for sql in queries(desk_client, **asked) if "count(" in sql.lower()]
        assert [sql for sql in counts if "LIMIT" not in sql] == []
