"""How a long list is counted and paged."""

import pytest
from django.db import connection

from accounts.models import JobSeeker
from accounts.users.search import find_members
from config.admin.lists import ServicePaginator
from tests.factories import JobSeekerFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/accounts/jobseeker/"
MEMBERS = 12


@pytest.fixture
def many(monkeypatch):
    """Twelve members, where five are many."""
    monkeypatch.setattr(ServicePaginator, "EXACT_UP_TO", 5)
    JobSeekerFactory.create_batch(MEMBERS)


def paginator(rows) -> ServicePaginator:
    return ServicePaginator(rows.order_by("pk"), 2)


def test_short_list_is_counted_exactly():
    JobSeekerFactory.create_batch(3)
    pages = paginator(JobSeeker.objects.all())
    assert (pages.count, pages.num_pages, pages.is_cut, pages.is_estimate) == (3, 2, False, False)


def test_empty_list_has_one_page():
    assert (paginator(JobSeeker.objects.all()).num_pages, paginator(JobSeeker.objects.none()).count) == (1, 0)


def test_long_filtered_list_is_more_than_was_counted(many):
    pages = paginator(JobSeeker.objects.filter(family_name="見本"))
    assert (pages.count, pages.num_pages, pages.is_cut) == (6, 3, True)


def test_long_whole_table_is_as_long_as_the_statistics_say(many):
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_jobseeker")
    pages = paginator(JobSeeker.objects.all())
    known = connection.vendor == "postgresql"
    assert (pages.count, pages.is_estimate) == ((MEMBERS, True) if known else (6, False))


def test_only_the_pages_within_reach_are_offered(many, monkeypatch):
    monkeypatch.setattr(ServicePaginator, "ROWS_WITHIN_REACH", 4)
    pages = paginator(JobSeeker.objects.all())
    assert pages.num_pages == (2 if connection.vendor == "postgresql" else 3)


def test_page_does_not_claim_what_was_not_counted(many, desk_client):
    text = desk_client.get(LIST, {"q": "見本"}).content.decode()
    assert "more than 5" in text
    assert "6 results" not in text


def test_list_is_counted_without_counting_everything(many, django_assert_max_num_queries):
    for rows in (JobSeeker.objects.all(), JobSeeker.objects.filter(family_name="見本")):
        with django_assert_max_num_queries(1) as captured:
            assert paginator(rows).num_pages
        assert "LIMIT 6" in captured[0]["sql"]


def test_count_of_a_search_is_known_until_it_is_narrowed(django_assert_num_queries):
    JobSeekerFactory.create_batch(3)
    found = find_members(JobSeeker.objects.order_by("pk"), "見本")
    with django_assert_num_queries(0):
        assert ServicePaginator(found, 2).count == 3
    narrowed = found.exclude(pk=JobSeeker.objects.first().pk)
    assert ServicePaginator(narrowed, 2).count == 2
