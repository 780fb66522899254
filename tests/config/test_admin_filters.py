"""A field with many choices is filtered by a select with a button; what else was asked for stays."""

import pytest

from tests.factories import JobPostingFactory

LIST = "/admin/jobs/jobposting/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def tokyo():
    JobPostingFactory(prefecture="27")
    return JobPostingFactory(prefecture="13")


def listed(client, **asked) -> list:
    return list(client.get(LIST, asked).context["cl"].result_list)


def test_one_prefecture_is_chosen_and_all_again(desk_client, tokyo):
    assert listed(desk_client, prefecture__exact="13") == [tokyo]
    assert len(listed(desk_client, prefecture__exact="")) == 2


def test_select_offers_each_and_keeps_what_else_is_asked(desk_client, tokyo):
    html = desk_client.get(LIST, {"prefecture__exact": "13", "status__exact": "open", "p": "1"}).content.decode()
    form = html.split('class="filter-many"')[1].split("</form>")[0]
    assert form.count("<option") == 48
    assert '<option value="13" selected>' in form
    assert '<input type="hidden" name="status__exact" value="open">' in form
    assert 'type="hidden" name="prefecture__exact"' not in form


def test_list_scrolls_in_a_region_that_is_named_and_reached_by_keyboard(desk_client, tokyo):
    assert (
        '<div class="results" role="region" aria-label="Job postings" tabindex="0">'
        in desk_client.get(LIST).content.decode()
    )
