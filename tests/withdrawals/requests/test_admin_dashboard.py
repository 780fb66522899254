"""The admin's first page, for the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import WithdrawalRequestFactory

INDEX = reverse("admin:index")


def test_first_page_counts_what_is_urgent_and_links_to_it(desk_client, now):
    for days in (-1, -2, 0, 30):
        WithdrawalRequestFactory(due_on=now.date() + timedelta(days=days))
    WithdrawalRequestFactory(status="needs_review", due_on=now.date() + timedelta(days=30))
    page = desk_client.get(INDEX).content.decode()
    for asked, count, words in [("urgency=overdue", 2, "Overdue"), ("urgency=today", 1, "Due today")]:
        assert f'?{asked}"><b>{count}</b> {words}</a>' in page
    assert '?status=needs_review"><b>1</b> Needs review</a>' in page


def test_first_page_lists_the_ten_most_urgent(desk_client, now):
    requests = [WithdrawalRequestFactory(due_on=now.date() + timedelta(days=12 - n)) for n in range(12)]
    page = desk_client.get(INDEX).content.decode()
    listed = sorted((page.index(it.reference), it) for it in requests if it.reference in page)
    assert [it for _, it in listed] == list(reversed(requests))[:10]


def test_first_page_without_requests_says_so(desk_client):
    assert "Nobody is waiting." in desk_client.get(INDEX).content.decode()


@pytest.mark.parametrize("who", ["desk_client", "administrator_client", "advisor_client"])
def test_first_page_costs_the_same_however_many_wait(who, request, now, django_assert_max_num_queries):
    client, counts = request.getfixturevalue(who), []
    for more in (1, 2, 97):
        WithdrawalRequestFactory.create_batch(more)
        # Three of them: what is not written or listed, for whom; six: what waits in support; one: who writes that they
        # leave.
        with django_assert_max_num_queries(20) as captured:
            client.get(INDEX)
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]
